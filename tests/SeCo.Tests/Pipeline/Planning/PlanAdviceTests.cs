using SeCo.Adaptation;
using SeCo.Pipeline;
using SeCo.Pipeline.Planning;
using SeCo.RunFiles;
using Xunit;

namespace SeCo.Tests.Pipeline.Planning;

public sealed class PlanAdviceTests
{
    private static readonly PlanRecord Plan = new(1000, 6, 11, 700, 900, 4L << 30, 1L << 30)
    {
        Stages = [new("predict", 1000, 1, 200, 300, 2L << 30, 1 << 20), new("adapt", 500, 1, 500, 600, 4L << 30, 1 << 20)],
    };

    private static readonly RunOptions Options = new()
    {
        Dataset = new() { Root = "data" }, Prediction = new() { Flip = true, Scales = [0.5, 0.75] }, // one look at the whole would take longer
        Adaptation = new() { Setting = AdaptationSetting.BlackBox, Network = "deeplabv3plus-mobilenetv2", Epochs = 10, BatchSize = 6 },
    };

    [Fact]
    public void Nothing_is_proposed_without_limits_or_within_them()
    {
        Assert.Empty(PlanAdvice.Of(Plan, Options, new PlanOptions()));
        Assert.Empty(PlanAdvice.Of(Plan, Options, new PlanOptions { Budget = 701, Memory = 5L << 30 }));
    }

    // 100 s are saved by the mirror image; 600 are left, of which 500 are 10 epochs.
    [Fact]
    public void Proposals_for_time_follow_each_other_until_the_budget_is_kept()
    {
        IReadOnlyList<PlanProposalRecord> proposals = PlanAdvice.Of(Plan, Options, new PlanOptions { Budget = 400 });

        Assert.Equal("prediction.flip=false", proposals[0].Setting);
        Assert.Equal(600, proposals[0].Seconds);
        Assert.StartsWith("adaptation.epochs=", proposals[1].Setting, StringComparison.Ordinal);
        Assert.True(proposals[^1].Seconds <= 400);
    }

    [Fact]
    public void Where_no_setting_is_left_images_are()
    {
        PlanProposalRecord last = PlanAdvice.Of(Plan, Options with { Adaptation = null, Prediction = new() }, new PlanOptions { Budget = 70 })[^1];

        Assert.Equal(("dataset.limit=100", 70), (last.Setting, last.Seconds));
    }

    [Fact]
    public void Memory_of_a_training_is_saved_by_computing_a_step_in_parts()
    {
        IReadOnlyList<PlanProposalRecord> proposals = PlanAdvice.Of(Plan, Options, new PlanOptions { Memory = 2L << 30 });

        // 6 images are no 4 parts.
        Assert.Equal(["adaptation.accumulation=2", "adaptation.accumulation=3"], proposals.Select(p => p.Setting));
        Assert.True(proposals[^1].Memory <= 2L << 30);
    }

    [Fact]
    public void What_a_run_would_refuse_or_what_saves_nothing_is_not_proposed()
    {
        RunOptions options = Options with
        {
            Adaptation = null, Rounds = 1, Correction = new() { Folds = 5, Weights = "resnet.pth" }, Prediction = new() { Scales = [0.5, 0.75] },
        };

        // Descriptors take no weights, stage 3 took no time, and folds are only worth their time where the classifier is trained on windows.
        Assert.Equal(["dataset.limit=2"], PlanAdvice.Of(Plan, options, new PlanOptions { Budget = 1.5 }).Select(p => p.Setting));
        Assert.Empty(PlanAdvice.Of(Plan with { Stages = [], Seconds = 0 }, options, new PlanOptions { Budget = 0.01, Memory = 1 }));
    }

    [Fact]
    public void Time_that_a_proposal_for_memory_costs_is_saved_elsewhere()
    {
        PlanRecord plan = Plan with { Stages = [new("predict", 1000, 1, 200, 800, 2L << 30, 1 << 20)] };
        RunOptions options = Options with { Threads = 4, Adaptation = null };

        IReadOnlyList<PlanProposalRecord> proposals = PlanAdvice.Of(plan, options, new PlanOptions { Budget = 300, Memory = (2L << 30) - 1 });

        Assert.Equal([("threads=1", 800), ("prediction.flip=false", 400), ("dataset.limit=750", 300)], proposals.Select(p => (p.Setting, p.Seconds)));
    }
}
