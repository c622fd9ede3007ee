using SeCo.Pipeline;
using SeCo.Pipeline.Jobs;
using SeCo.Storage;
using Xunit;

namespace SeCo.Tests.Pipeline.Jobs;

public sealed class JobPlanTests : IDisposable
{
    private readonly PlannedRun _run = new("plan");

    [Fact]
    public void All_parts_are_planned_in_their_order_a_merge_after_the_shards_of_each()
    {
        JobPlan plan = _run.Plan(3);

        Assert.Equal(
            ["inputs", "statistics", "statistics-merge", "pixel-labels", "pixel-labels-merge", "aggregate", "aggregate-merge", "regions", "regions-merge",
                "labels", "labels-merge", "evaluate", "evaluate-merge"],
            plan.Jobs.Select(j => j.Name));
        Assert.Equal([1, 2, 3], plan.Jobs[1].Shards);
        Assert.Equal(["--part", "statistics", "--shard", "2/3"], plan.Jobs[1].Arguments("2/3"));
        Assert.Equal(["--part", "statistics", "--merge", "3"], plan.Jobs[2].Arguments("-"));
        Assert.Equal(["--part", "inputs"], plan.Jobs[0].Arguments("-"));
        Assert.Equal("statistics.2-of-3.log", plan.Jobs[1].LogOf("2"));
    }

    [Fact]
    public void What_has_a_mark_of_the_same_settings_is_not_asked_for_again()
    {
        _run.Mark("inputs", StageShare.Whole);
        _run.Mark("statistics", StageShare.Of(new Shard(2, 3)));
        _run.Mark("statistics", StageShare.Of(new Shard(1, 3)), error: "broken");
        Assert.Equal("inputs", _run.Plan(3).Jobs[0].Name); // nothing says with which settings

        _run.WriteSettings();
        JobPlan plan = _run.Plan(3);
        Assert.Equal("statistics", plan.Jobs[0].Name);
        Assert.Equal([1, 3], plan.Jobs[0].Shards);
        Assert.Equal([1, 2, 3, 4], _run.Plan(4).Jobs[0].Shards);

        _run.Options = _run.Options with { Seed = 9 };
        Assert.Equal("inputs", _run.Plan(3).Jobs[0].Name);
    }

    [Fact]
    public void A_mark_counts_while_the_folder_is_the_one_that_it_was_made_with_and_a_merge_after_any_number_of_shards()
    {
        _run.Mark("inputs", StageShare.Whole);
        _run.Mark("statistics", StageShare.MergeOf(3));
        _run.WriteSettings();
        Assert.Equal("pixel-labels", _run.Plan(2).Jobs[0].Name);

        Directory.Delete(_run.Folder.PixelLabels, recursive: true);
        Assert.Equal("statistics", _run.Plan(2).Jobs[0].Name);
    }

    [Fact]
    public void While_a_share_is_at_work_no_other_plan_is_made()
    {
        RunPart part = _run.Plan(2).Parts[1];
        PartMarks.Begin(_run.Folder, part, StageShare.Of(new Shard(1, 3)));
        Assert.Contains("statistics 1-of-3 is at work on", Assert.Throws<IOException>(() => _run.Plan(2)).Message, StringComparison.Ordinal);
        File.SetLastWriteTimeUtc(PartMarks.PathOf(_run.Folder, part, "1-of-3"), DateTime.UtcNow.AddMinutes(-3)); // killed
        Assert.Equal("inputs", _run.Plan(2).Jobs[0].Name);
    }

    [Fact]
    public void What_is_planned_is_there_for_the_status_and_a_run_of_rounds_is_refused()
    {
        JobPlan plan = _run.Plan(2);
        plan.Write(_run.Options, [("a.sh", "text")]);
        Assert.Equal(plan.Parts.Select(p => (p, p.HasShards ? 2 : 0)), JobPlan.PartsIn(_run.Folder));
        Assert.Equal("text", File.ReadAllText(Path.Combine(plan.Folder, "a.sh")));
        Assert.True(File.Exists(plan.Settings));

        _run.Options = _run.Options with { Rounds = 2, Adaptation = new() };
        Assert.Contains("several rounds", Assert.Throws<ArgumentException>(() => _run.Plan(2)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _run.Dispose();
}
