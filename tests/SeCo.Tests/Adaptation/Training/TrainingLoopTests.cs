using SeCo.Adaptation;
using SeCo.Adaptation.Training;
using SeCo.Checkpoints;
using SeCo.Models;
using SeCo.Prediction;
using SeCo.Testing;
using SeCo.Tests.Adaptation.EventFiles;
using SeCo.Tests.Prediction;
using Xunit;

namespace SeCo.Tests.Adaptation.Training;

public sealed class TrainingLoopTests : PredictionTest
{
    private const int ReportsPerEpoch = 4 + 3 + 2; // steps, held-out images, validation images

    [Theory]
    [InlineData(false, 1, 3, 4, ReportsPerEpoch + 2, (3 * ReportsPerEpoch) - 2)] // 3 with the checkpoint of that step, 4 before an evaluation, the last in one
    [InlineData(true, 6, 9, 13)] // in an evaluation, after it
    public void A_run_that_was_killed_ends_as_an_uninterrupted_one_to_the_byte(bool hasTeacher, params int[] moments)
    {
        using TempFolder whole = new();
        Run(whole, hasTeacher);
        foreach (int reports in moments)
        {
            using TempFolder killed = new();
            using (StopAfter stop = new(reports))
            using (TinyTraining training = new(killed, hasTeacher))
            {
                Assert.ThrowsAny<OperationCanceledException>(() => training.Run(killed, stop, stop.Token));
            }

            Run(killed, hasTeacher, TinyTraining.DefaultOptions with { CheckpointEvery = 5, Workers = 1, Prefetch = 1 });
            AssertSame(whole, killed);
        }
    }

    [Fact]
    public void A_run_that_is_killed_again_and_again_also_between_the_parts_of_a_step_ends_the_same()
    {
        using TempFolder whole = new(), killed = new();
        Run(whole, hasTeacher: true);
        foreach (long step in (long[])[2, 3, 5, 8, 11])
        {
            using CancellationTokenSource stop = new();
            using TinyTraining training = new(killed, hasTeacher: true, onPart: (s, part) =>
            {
                if (s == step && part == 0)
                {
                    stop.Cancel();
                }
            });
            Assert.ThrowsAny<OperationCanceledException>(() => training.Run(killed, cancellationToken: stop.Token));
        }

        Run(killed, hasTeacher: true);
        AssertSame(whole, killed);
    }

    [Fact]
    public void AdamW_goes_on_as_if_nothing_had_been_too()
    {
        AdaptationOptions options =
            TinyTraining.DefaultOptions with { Epochs = 2, Optimizer = new OptimizerOptions { Kind = OptimizerKind.AdamW, LearningRate = 0.001 } };
        using TempFolder whole = new(), killed = new();
        Run(whole, options: options);
        using (StopAfter stop = new(4))
        using (TinyTraining training = new(killed, options: options))
        {
            Assert.ThrowsAny<OperationCanceledException>(() => training.Run(killed, stop, stop.Token));
        }

        Run(killed, options: options);
        Assert.Equal(File.ReadAllBytes(whole["out/last.safetensors"]), File.ReadAllBytes(killed["out/last.safetensors"]));
    }

    [Fact]
    public void A_finished_run_has_nothing_left_to_do()
    {
        using TempFolder folder = new();
        TrainingHistory first = Run(folder);
        byte[] weights = File.ReadAllBytes(folder["out/last.safetensors"]);
        using StopAfter progress = new(int.MaxValue);
        using TinyTraining training = new(folder);
        Assert.Equal(first.Epochs.Select(e => e.ValidationMiou), training.Run(folder, progress).Epochs.Select(e => e.ValidationMiou));
        Assert.Empty(progress.Reports);
        Assert.Equal(weights, File.ReadAllBytes(folder["out/last.safetensors"]));
    }

    [Fact]
    public void Training_learns_and_every_epoch_is_measured_on_both_sets()
    {
        using TempFolder folder = new();
        OptimizerOptions optimizer = new() { Kind = OptimizerKind.AdamW, LearningRate = 0.01 };
        TrainingHistory history = Run(folder, options: TinyTraining.DefaultOptions with { Epochs = 12, Optimizer = optimizer });
        Assert.Equal(Enumerable.Range(1, 12), history.Epochs.Select(e => e.Epoch));
        Assert.Equal(Enumerable.Range(1, 12).Select(e => 4L * e), history.Epochs.Select(e => e.Step));
        Assert.True(history.Epochs[^1].Loss < 0.7 * history.Epochs[0].Loss, $"loss {history.Epochs[0].Loss} became {history.Epochs[^1].Loss}");
        Assert.True(history.Epochs[^1].ValidationMiou > 2 * history.Epochs[0].ValidationMiou, $"mIoU {history.Epochs[0].ValidationMiou} became "
            + $"{history.Epochs[^1].ValidationMiou}");
        Assert.All(history.Epochs, e => Assert.InRange(e.Information!.Value, 0, Math.Log(5)));
        Assert.Equal(12 * 4 * 4, history.Images);
    }

    [Fact]
    public void Weights_are_usable_alone_and_answer_as_was_measured()
    {
        using TempFolder folder = new();
        TrainingHistory history = Run(folder, hasTeacher: true);
        EpochResult best = history.Best(SelectionCriterion.PseudoLabels)!;
        using (SafetensorsFile last = SafetensorsFile.Open(folder["out/last.safetensors"]), chosen = SafetensorsFile.Open(folder["out/best.safetensors"]))
        using (SafetensorsFile state = SafetensorsFile.Open(folder["out/state.safetensors"]))
        {
            NetworkNotes lastNotes = NetworkNotes.From("l", last.Metadata)!, bestNotes = NetworkNotes.From("b", chosen.Metadata)!;
            Assert.Equal((3, null, CheckpointRole.Teacher), (lastNotes.Epoch, lastNotes.Criterion, lastNotes.Role));
            Assert.Equal((best.Epoch, "pseudo_labels"), (bestNotes.Epoch, bestNotes.Criterion));
            Assert.Equal(["red", "green", "blue", "yellow", "cyan"], lastNotes.Mapping.To.Classes.Select(c => c.Name));
            foreach (string name in last.Names)
            {
                Assert.Equal(state.Read($"other/teacher/{name}").Bytes.ToArray(), last.Read(name).Bytes.ToArray());
            }
        }

        using TinyTraining fresh = new(folder);
        using (SafetensorsFile file = SafetensorsFile.Open(folder["out/best.safetensors"]))
        {
            fresh.Parts.Student.LoadPretrained(file);
        }

        EpochResult measured = fresh.Parts.Evaluation.Measure(fresh.Parts.Student, default, best, null, null, default);
        Assert.Equal(best.ValidationIou, measured.ValidationIou);
        Assert.Equal(best.Information, measured.Information);
    }

    [Fact]
    public void Without_a_better_epoch_for_too_long_it_stops_and_the_best_is_kept()
    {
        using TempFolder folder = new();
        AdaptationOptions options = TinyTraining.DefaultOptions with
        {
            Epochs = 9,
            Optimizer = new OptimizerOptions { LearningRate = 1e-9 }, // nothing is learnt, and norms alone move
            Selection = new SelectionOptions { Criterion = SelectionCriterion.PseudoLabels, Patience = 2 },
        };
        TrainingHistory history = Run(folder, options: options);
        EpochResult best = history.Best(SelectionCriterion.PseudoLabels)!;
        Assert.True(history.Epochs.Count < 9);
        Assert.Equal(best.Epoch + 2, history.Epochs[^1].Epoch);
        Assert.Equal(history.Epochs.Count, Run(folder, options: options).Epochs.Count);
    }

    [Fact]
    public void Epochs_may_be_measured_more_rarely_but_the_last_always_is()
    {
        using TempFolder folder = new();
        AdaptationOptions options = TinyTraining.DefaultOptions with { Selection = new SelectionOptions { Every = 2 } };
        Assert.Equal([2, 3], Run(folder, options: options).Epochs.Select(e => e.Epoch));
        Assert.Equal(File.ReadAllBytes(folder["out/last.safetensors"]).Length > 0, File.Exists(folder["out/best.safetensors"]));
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused()
    {
        using TempFolder folder = new();
        Run(folder);
        using TinyTraining other = new(folder, fingerprint: "g");
        CheckpointException fault = Assert.Throws<CheckpointException>(() => other.Run(folder));
        Assert.Contains("state.safetensors: belongs to a training with other settings", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_no_number_ends_the_training_and_keeps_the_checkpoint()
    {
        using TempFolder folder = new();
        Run(folder, options: TinyTraining.DefaultOptions with { Epochs = 1 });
        byte[] checkpoint = File.ReadAllBytes(folder["out/state.safetensors"]);
        using TinyTraining training = new(folder, scale: double.PositiveInfinity);
        Assert.Contains("step 4", Assert.Throws<InvalidOperationException>(() => training.Run(folder)).Message, StringComparison.Ordinal);
        Assert.Equal(checkpoint, File.ReadAllBytes(folder["out/state.safetensors"]));
    }

    [Fact]
    public void Curves_have_UniMatch_s_names_and_steps_rise()
    {
        using TempFolder folder = new();
        TrainingHistory history = Run(folder);
        List<EventFileReader.Read> events = EventFileReader.ReadFolder(folder["out/events"]);
        Assert.Equal([4, 4, 8, 8, 10, 12, 12], events.Where(e => e.Scalars.Count > 0).Select(e => e.Step));
        Assert.Superset(
            new HashSet<string> { "train/loss_all", "train/loss_x", "train/learning_rate", "train/images_per_second", "train/loader_wait", "eval/mIoU",
                "eval/red_IoU", "selection/information", "selection/pseudo_label_mIoU" },
            events.SelectMany(e => e.Scalars).Select(s => s.Tag).ToHashSet());
        Assert.Equal((float)(100 * history.Epochs[0].ValidationMiou!.Value), events[3].Scalars.Single(s => s.Tag == "eval/mIoU").Value);
        Assert.Equal((float)(0.05 * Math.Pow(1 - (3 / 12.0), 0.9)), events[2].Scalars.Single(s => s.Tag == "train/learning_rate").Value, 1e-9);
    }

    private static TrainingHistory Run(TempFolder folder, bool hasTeacher = false, AdaptationOptions? options = null)
    {
        using TinyTraining training = new(folder, hasTeacher, options: options);
        TrainingHistory history = training.Run(folder);
        Assert.True(training.Parts.Student.IsTraining);
        return history;
    }

    private static void AssertSame(TempFolder expected, TempFolder actual)
    {
        foreach (string name in (string[])["out/last.safetensors", "out/best.safetensors", "out/history.json"])
        {
            Assert.Equal(File.ReadAllBytes(expected[name]), File.ReadAllBytes(actual[name]));
        }

        using SafetensorsFile one = SafetensorsFile.Open(expected["out/state.safetensors"]), other = SafetensorsFile.Open(actual["out/state.safetensors"]);
        Assert.Equal(one.Names, other.Names);
        Assert.Contains("optimizer/momentum/classifier.weight", one.Names);
        foreach (string name in one.Names)
        {
            Assert.True(one.Read(name).Bytes.Span.SequenceEqual(other.Read(name).Bytes.Span), $"{name} differs");
        }
    }
}
