using SeCo.Pipeline;
using SeCo.RunFiles;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Pipeline.Context;

public sealed class PartMarksTests : IDisposable
{
    private static readonly RunPart Part = new("regions", "correction");

    private readonly TempFolder _temp = new();

    private RunFolder Run => new(_temp["run"]);

    [Fact]
    public void A_share_is_marked_from_its_beginning_to_its_end()
    {
        StageShare share = StageShare.Of(new Shard(2, 3));
        Assert.Null(PartMarks.Read(Run, Part, "2-of-3"));
        ShardRecord begun = PartMarks.Begin(Run, Part, share);
        Assert.Equal(("running", Environment.ProcessId), (PartMarks.Read(Run, Part, "2-of-3")!.State, begun.Process));

        PartMarks.End(Run, Part, begun, "settings", null);
        ShardRecord done = PartMarks.Read(Run, Part, "2-of-3")!;
        Assert.Equal(("done", "settings", begun.Started), (done.State, done.Fingerprint, done.Started));
        Assert.True(done.Ended >= done.Started && done.CpuSeconds > 0);

        PartMarks.End(Run, Part, begun, null, "the disk is full");
        Assert.Equal(("failed", "the disk is full"), (PartMarks.Read(Run, Part, "2-of-3")!.State, PartMarks.Read(Run, Part, "2-of-3")!.Error));
    }

    [Fact]
    public void Marks_go_by_part_or_with_their_stage()
    {
        foreach (StageShare share in (StageShare[])[StageShare.Of(new Shard(1, 2)), StageShare.Of(new Shard(2, 2)), StageShare.MergeOf(2)])
        {
            PartMarks.Begin(Run, Part, share);
        }

        PartMarks.ClearShards(Run, Part, 2);
        Assert.Null(PartMarks.Read(Run, Part, "1-of-2"));
        Assert.NotNull(PartMarks.Read(Run, Part, "merge-of-2"));
        PartMarks.Clear(Run, "correction");
        PartMarks.Clear(Run, "correction");
        Assert.Null(PartMarks.Read(Run, Part, "merge-of-2"));
        Assert.Equal("whole", PartMarks.NameOf(StageShare.Whole));
    }

    public void Dispose() => _temp.Dispose();
}
