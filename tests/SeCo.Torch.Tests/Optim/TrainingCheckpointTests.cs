using SeCo.Checkpoints;
using SeCo.Testing;
using SeCo.Torch.Nn;
using SeCo.Torch.Optim;
using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Optim;

public sealed class TrainingCheckpointTests : TensorTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_resumed_run_ends_with_the_same_bits_as_an_undisturbed_one(bool adam)
    {
        using TempFolder folder = new();
        using Run undisturbed = new(1, adam);
        undisturbed.Train(6);

        using Run killed = new(1, adam);
        killed.Train(3);
        TrainingCheckpoint.Save(folder["run/state.safetensors"], killed.State);
        killed.Train(1); // lost

        using Run resumed = new(1, adam);
        TrainingCheckpoint.Load(folder["run/state.safetensors"], resumed.State);
        Assert.Equal(3, resumed.State.Step);
        resumed.Train(3);
        TrainingCheckpoint.Save(folder["a"], undisturbed.State);
        TrainingCheckpoint.Save(folder["b"], resumed.State);
        Assert.Equal(File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["b"]));
        Assert.Equal(["state.safetensors"], Directory.EnumerateFiles(folder["run"]).Select(Path.GetFileName));
    }

    [Fact]
    public void The_same_seed_trains_to_the_same_bits()
    {
        using Run a = new(5, adam: true);
        using Run b = new(5, adam: true);
        a.Train(4);
        b.Train(4);
        Assert.Equal(
            a.State.Model.StateDictionary().Values.Select(t => Convert.ToHexString(t.ToBytes())),
            b.State.Model.StateDictionary().Values.Select(t => Convert.ToHexString(t.ToBytes())));
    }

    [Fact]
    public void Notes_and_further_models_come_back()
    {
        using TempFolder folder = new();
        using Run run = new(1, adam: false);
        using Linear teacher = new(2, 2, random: new RandomSource(8));
        TrainingState state = new(run.State.Model, run.State.Optimizer) { OtherModels = new Dictionary<string, Module> { ["teacher"] = teacher }, Step = 7 };
        state.Notes["best"] = "0.5 \u00e4\"";
        TrainingCheckpoint.Save(folder["x"], state);
        byte[] weight = teacher.Weight.ToBytes();
        using (GradMode.Disable())
        {
            teacher.Weight.ZeroInPlace();
        }

        TrainingState other = new(run.State.Model, run.State.Optimizer) { OtherModels = state.OtherModels };
        TrainingCheckpoint.Load(folder["x"], other);
        Assert.Equal(weight, teacher.Weight.ToBytes());
        Assert.Equal("0.5 \u00e4\"", other.Notes["best"]);
        Assert.Equal(7, other.Step);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        using TempFolder folder = new();
        using Run run = new(1, adam: false);
        TrainingCheckpoint.Save(folder["x"], run.State);
        TrainingState without = new(run.State.Model, run.State.Optimizer);
        Assert.Equal(["generator masks"], Assert.Throws<CheckpointException>(() => TrainingCheckpoint.Load(folder["x"], without)).Unexpected);
        TrainingState more =
            new(run.State.Model, run.State.Optimizer) { Generators = new Dictionary<string, RandomSource> { ["masks"] = new(1), ["shuffle"] = new(1) } };
        Assert.Equal(["generator shuffle"], Assert.Throws<CheckpointException>(() => TrainingCheckpoint.Load(folder["x"], more)).Missing);
        SafetensorsWriter.Write(folder["plain"], [KeyValuePair.Create("w", TensorData.From<float>([1], [1f]))]);
        Assert.Contains(
            "Module.LoadState",
            Assert.Throws<CheckpointException>(() => TrainingCheckpoint.Load(folder["plain"], run.State)).Message,
            StringComparison.Ordinal);
        Dictionary<string, string> broken = new() { ["seco.training"] = "{\"version\": 1, \"step\": []" };
        SafetensorsWriter.Write(folder["broken"], [KeyValuePair.Create("w", TensorData.From<float>([1], [1f]))], broken);
        Assert.Contains(
            "broken", Assert.Throws<CheckpointException>(() => TrainingCheckpoint.Load(folder["broken"], run.State)).Message, StringComparison.Ordinal);
    }

    /// <summary>A small network with batch norm and drop-out, trained on noise.</summary>
    private sealed class Run : IDisposable
    {
        private readonly RandomSource _masks;
        private readonly PolynomialDecay _schedule = new(0.05, 10);

        public Run(ulong seed, bool adam)
        {
            RandomSource random = new(seed);
            _masks = random.Fork("masks");
            Sequential model =
                new(new Conv2d(2, 4, 3, random: random), new BatchNorm2d(4), Activation.Relu(), new Dropout(0.3, _masks), new Conv2d(4, 3, 1, random: random));
            ParameterGroup[] groups = [new(model.NamedParameters())];
            Optimizer optimizer = adam ? new AdamW(groups) : new Sgd(groups, momentum: 0.9, weightDecay: 1e-3, nesterov: true);
            State = new TrainingState(model, optimizer) { Generators = new Dictionary<string, RandomSource> { ["masks"] = _masks } };
        }

        public TrainingState State { get; }

        public void Train(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                using TensorScope scope = TensorScope.Open();
                Tensor x = Tensor.Gaussian(_masks, [2, 2, 6, 6]);
                Tensor target = Tensor.Zeros([2, 4, 4], DType.Int64);
                State.Optimizer.ClearGrad();
                ((Sequential)State.Model).Forward(x).CrossEntropy(target).Backward();
                State.Optimizer.Step(_schedule.At(State.Step++));
            }
        }

        public void Dispose()
        {
            State.Optimizer.Dispose();
            State.Model.Dispose();
        }
    }
}
