using SeCo.Models.Sam;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.SegmentAnything;

/// <summary>Tests of the whole model: they run one after the other and beside no others, because the count of live tensors belongs to the process.</summary>
[CollectionDefinition(SamModelTest.Alone, DisableParallelization = true)]
public sealed class RunsAlone;

/// <summary>Base of such a test: it ends with no more live tensors than it began with.</summary>
[Collection(Alone)]
public abstract class SamModelTest : IDisposable
{
    internal const string Alone = "the whole model";

    private readonly long _before = TorchRuntime.LiveTensors;

    protected SamModelTest() => TorchRuntime.SetThreads(1);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Assert.Equal(_before, TorchRuntime.LiveTensors);
    }

    /// <summary>The small model of the golden set.</summary>
    protected static SamModel Load() =>
        SamCheckpoint.Load(Path.Combine(SamGolden.Folder, "tiny_sam.pth"), SamConfig.FromFile(Path.Combine(SamGolden.Folder, "config.json")));
}
