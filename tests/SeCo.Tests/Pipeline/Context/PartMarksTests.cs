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
        RunPart inputs = new("inputs", "inputs", HasShards: false), evaluate = new("evaluate", "evaluate");
        foreach ((RunPart part, StageShare share) in new[] { (Part, StageShare.Of(new Shard(1, 2))), (Part, StageShare.Of(new Shard(2, 2))),
            (Part, StageShare.MergeOf(2)), (evaluate, StageShare.MergeOf(2)), (inputs, StageShare.Whole) })
        {
            PartMarks.End(Run, part, PartMarks.Begin(Run, part, share), null, null);
        }

        PartMarks.Begin(Run, evaluate, StageShare.Of(new Shard(1, 2)));

        PartMarks.ClearShards(Run, Part, 2);
        Assert.Null(PartMarks.Read(Run, Part, "1-of-2"));
        Assert.NotNull(PartMarks.Read(Run, Part, "merge-of-2"));
        PartMarks.Clear(Run, "correction");
        PartMarks.Clear(Run, "correction");
        Assert.Null(PartMarks.Read(Run, Part, "merge-of-2"));
        Assert.Null(PartMarks.Read(Run, evaluate, "merge-of-2")); // it comes after
        Assert.NotNull(PartMarks.Read(Run, evaluate, "1-of-2")); // at work
        Assert.NotNull(PartMarks.Read(Run, inputs, "whole"));
        PartMarks.Clear(Run);
        Assert.Null(PartMarks.Read(Run, inputs, "whole"));
        Assert.Equal("whole", PartMarks.NameOf(StageShare.Whole));
    }

    [Fact]
    public void A_mark_holds_while_its_stage_is_the_same_and_has_what_a_merge_left()
    {
        RunFolder run = Run;
        StageFolder stage = StageFolder.Open(run.Correction, "settings", []);
        PartMarks.End(run, Part, PartMarks.Begin(run, Part, StageShare.MergeOf(2)), "settings", null);
        Assert.Empty(PartMarks.DoneOf(run, Part, StageShare.MergeOf(3)));
        Directory.CreateDirectory(stage["shards"]);
        File.WriteAllText(stage["shards/decisions"], "");
        Assert.Single(PartMarks.DoneOf(run, Part, StageShare.MergeOf(3)));
        Directory.Delete(stage["shards"], recursive: true);
        stage.Finish();
        Assert.Single(PartMarks.DoneOf(run, Part, StageShare.MergeOf(3)));
        StageFolder.Open(run.Correction, "others", []);
        Assert.Empty(PartMarks.DoneOf(run, Part, StageShare.MergeOf(3)));

        // The counts of a shard went with the others when the labels were merged, and a kill came before that was marked.
        RunPart pixels = new("pixels", "correction");
        StageShare shard = StageShare.Of(new Shard(1, 2));
        PartMarks.End(run, pixels, PartMarks.Begin(run, pixels, shard), "others", null);
        Assert.Empty(PartMarks.DoneOf(run, pixels, shard));
        Directory.CreateDirectory(stage["shards"]);
        File.WriteAllText(stage["shards/1-of-2.counts"], "");
        Assert.Single(PartMarks.DoneOf(run, pixels, shard));
    }

    public void Dispose() => _temp.Dispose();
}
