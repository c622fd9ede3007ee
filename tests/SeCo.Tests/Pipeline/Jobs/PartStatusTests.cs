using SeCo.Pipeline;
using SeCo.Pipeline.Jobs;
using SeCo.Storage;
using Xunit;

namespace SeCo.Tests.Pipeline.Jobs;

public sealed class PartStatusTests : IDisposable
{
    private readonly PlannedRun _run = new("status");

    [Fact]
    public void Marks_say_how_far_the_parts_are_with_a_plan_or_without()
    {
        _run.Mark("statistics", StageShare.Of(new Shard(1, 2)));
        _run.Mark("statistics", StageShare.Of(new Shard(2, 2)));
        _run.Mark("statistics", StageShare.MergeOf(2));
        _run.Mark("pixel-labels", StageShare.Of(new Shard(1, 2)));
        _run.Mark("pixel-labels", StageShare.Of(new Shard(2, 2)), error: "the disk is full");

        foreach (bool planned in (bool[])[false, true])
        {
            if (planned)
            {
                _run.Plan(2).Write(_run.Options, []);
            }

            IReadOnlyList<PartStatus> parts = PartStatus.Of(_run.Folder);
            PartStatus statistics = parts.Single(p => p.Part.Name == "statistics"), labels = parts.Single(p => p.Part.Name == "pixel-labels");
            Assert.Equal((2, 2, true), (statistics.Shards, statistics.Done, statistics.IsFinished));
            Assert.Equal((2, 1, false), (labels.Shards, labels.Done, labels.IsFinished));
            Assert.Equal("the disk is full", Assert.Single(labels.Failed).Error);
            Assert.Equal(planned ? 7 : 2, parts.Count);
        }
    }

    [Fact]
    public void A_damaged_mark_is_none()
    {
        _run.Mark("inputs", StageShare.Whole);
        string mark = Directory.GetFiles(_run.Folder.Cache, "inputs.whole.json", SearchOption.AllDirectories).Single();
        File.WriteAllText(mark, "{");
        Assert.Empty(PartStatus.Of(_run.Folder));
    }

    [Fact]
    public void What_runs_has_a_sign_of_life_and_a_log_is_named_where_there_is_one()
    {
        RunPart part = new SeCoPipeline(_run.Options, _run.Folder).Parts[0];
        var mark = PartMarks.Begin(_run.Folder, part, StageShare.Whole);
        PartStatus status = Assert.Single(PartStatus.Of(_run.Folder));
        Assert.Equal(mark.Process, Assert.Single(status.Running).Process);
        Assert.True(DateTime.UtcNow - status.LastSign(_run.Folder, mark) < PartStatus.Silence);
        Assert.Null(PartStatus.LogOf(_run.Folder, mark));
        string logs = Path.Combine(_run.Folder.Cache, "jobs", "logs");
        Directory.CreateDirectory(logs);
        File.WriteAllText(Path.Combine(logs, "inputs.whole.log"), "");
        Assert.Equal(Path.Combine(logs, "inputs.whole.log"), PartStatus.LogOf(_run.Folder, mark));
    }

    public void Dispose() => _run.Dispose();
}
