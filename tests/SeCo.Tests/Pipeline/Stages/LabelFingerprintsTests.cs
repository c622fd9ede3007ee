using Microsoft.Extensions.Logging;
using SeCo.Aggregation;
using SeCo.Checkpoints;
using SeCo.Correction;
using SeCo.Datasets;
using SeCo.DrawnScenes;
using SeCo.Models.DinoV2;
using SeCo.Models.Sam;
using SeCo.Pipeline;
using SeCo.Pipeline.Stages;
using SeCo.SegmentAnything;
using SeCo.Testing;
using SeCo.Tests.SegmentAnything;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Tests.Pipeline.Stages;

/// <summary>What decides the files of the stage <c>correct</c> (<see cref="LabelFingerprints"/>), seen in small runs over drawn scenes.</summary>
public sealed class LabelFingerprintsTests : SamModelTest
{
    private const int Images = 2;

    [Fact]
    public async Task Features_of_DINOv2_are_kept_until_the_content_of_its_file_changes()
    {
        using TempFolder folder = new();
        RunOptions options = Options(folder, Backbone.DinoV2) with { Aggregation = new AggregationOptions() };
        options = options with { Correction = options.Correction with { Weights = folder["dinov2.safetensors"] } };
        WriteDinoV2(options.Correction.Weights!, 1);
        Dictionary<string, byte[]> first = await Run(folder, options), again = await Run(folder, options);
        WriteDinoV2(options.Correction.Weights!, 2);
        Dictionary<string, byte[]> changed = await Run(folder, options);

        Assert.Equal(Images, first.Count);
        Assert.Equal(first, again);
        Assert.All(first, f => Assert.NotEqual(f.Value, changed[f.Key]));
    }

    [Fact]
    public async Task What_the_segmenter_sees_is_kept_with_its_masks_and_seen_again_only_where_it_was_not()
    {
        using TempFolder folder = new();
        SamConfig tiny = new()
        {
            Name = "tiny", ImageSize = 64, Channels = 8, Vit = new VitConfig { Width = 16, Depth = 1, Heads = 2, GlobalBlocks = [0] },
            Decoder = new MaskDecoderConfig { Heads = 2, MlpWidth = 8, IouHeadWidth = 8 },
        };
        SamCheckpoint.WriteRandom(folder["sam.safetensors"], tiny, 1);
        File.WriteAllText(folder["sam.json"], tiny.ToJson());
        LoadCount log = new();
        Dictionary<string, byte[]> first = await Run(folder, Options(folder, Backbone.Segmenter), log: log);
        Assert.Equal(1, log.Loads); // by the stage of masks; correction reads what that has kept
        await Run(folder, Options(folder, Backbone.Segmenter), log: log);
        Assert.Equal(1, log.Loads);

        await Run(folder, Options(folder, Backbone.Descriptors), "other", log);
        Assert.Equal(2, log.Loads);
        Dictionary<string, byte[]> later = await Run(folder, Options(folder, Backbone.Segmenter), "other", log);
        Assert.Equal(3, log.Loads); // the masks are kept, and their encoder was not asked then

        Assert.Equal(Images, Directory.GetFiles(folder["run/.cache/sam"], "*.features.safetensors", SearchOption.AllDirectories).Length);
        Assert.Equal(first, later);
        SamCheckpoint.WriteRandom(folder["sam.safetensors"], tiny, 2);
        Dictionary<string, byte[]> changed = await Run(folder, Options(folder, Backbone.Segmenter));
        Assert.All(first, f => Assert.NotEqual(f.Value, changed[f.Key]));
    }

    [Fact]
    public async Task A_segmenter_without_features_is_refused_before_anything_is_done()
    {
        using TempFolder folder = new();
        RunOptions options = Options(folder, Backbone.Segmenter) with { Aggregation = new AggregationOptions() };

        ArgumentException wrong = await Assert.ThrowsAsync<ArgumentException>(() => Run(folder, options));

        Assert.Contains("set aggregation.segmenter to sam", wrong.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run/aggregation"]));
    }

    private static RunOptions Options(TempFolder folder, Backbone backbone) => new()
    {
        Threads = 1,
        Dataset = DrawnSceneWriter.Write(folder["data"], new DrawnSceneOptions { Count = Images, Width = 64, Height = 48 }),
        Report = new() { Enabled = false },
        Aggregation = new AggregationOptions
        {
            Segmenter = SegmenterKind.Sam, Unpainted = UnpaintedPixels.KeepPixelLabels,
            Sam = new() { Weights = folder["sam.safetensors"], Arch = folder["sam.json"], Generator = new AutomaticMaskOptions { PointsPerSide = 2 } },
        },
        Correction = new CorrectionOptions { Backbone = backbone, Frozen = new() { LongestSide = 64, Epochs = 1, Geometry = false } },
    };

    /// <summary>Runs all stages; gives the features of each image.</summary>
    private static async Task<Dictionary<string, byte[]>> Run(TempFolder folder, RunOptions options, string name = "run", LoadCount? log = null)
    {
        await new SeCoPipeline(options, new RunFolder(folder[name]), log).RunAsync(null, TestContext.Current.CancellationToken);
        string features = folder[$"{name}/correction/features"];
        return Directory.GetFiles(features, "*.npy", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(features, f), File.ReadAllBytes);
    }

    private static void WriteDinoV2(string path, ulong seed)
    {
        using DinoV2Encoder network = new(new DinoV2Config { Width = 64, Depth = 1, GridSize = 2 });
        RandomSource random = new(seed);
        using (GradMode.Disable())
        {
            foreach (Tensor weight in network.NamedParameters().Values.Where(p => p.Rank > 1))
            {
                weight.DrawNormal(random, 0.1);
            }
        }

        SafetensorsWriter.Write(path, network.StateDictionary().ToSources());
    }

    /// <summary>Counts how often Segment Anything was loaded.</summary>
    private sealed class LoadCount : ILogger
    {
        public int Loads { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Loads += formatter(state, exception).StartsWith("sam: loaded", StringComparison.Ordinal) ? 1 : 0;
    }
}
