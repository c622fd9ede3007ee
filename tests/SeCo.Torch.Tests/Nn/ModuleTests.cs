using System.Collections.Immutable;
using SeCo.Checkpoints;
using SeCo.Testing;
using SeCo.Torch.Nn;
using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Nn;

public sealed class ModuleTests : TensorTest
{
    [Fact]
    public void Names_and_order_are_those_of_a_state_dictionary_of_pytorch()
    {
        using Block block = new(new RandomSource(1));
        Assert.Equal(
            [
                "scale", "conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var", "bn1.num_batches_tracked", "head.0.weight",
                "head.0.bias", "head.2.weight", "head.2.bias",
            ],
            block.StateDictionary().Keys);
        Assert.Equal(["bn1.running_mean", "bn1.running_var", "bn1.num_batches_tracked"], block.StateDictionary().Keys.Except(block.NamedParameters().Keys));
        Assert.Equal(1 + (3 * 2 * 9) + 6 + (3 * 4) + 4 + (4 * 2) + 2, block.CountParameters());
        Assert.All(block.NamedParameters().Values, p => Assert.True(p.RequiresGrad));
    }

    [Fact]
    public void A_module_made_in_a_scope_outlives_it()
    {
        Block block;
        using (TensorScope.Open())
        {
            block = new Block(new RandomSource(1));
        }

        Assert.All(block.StateDictionary().Values, t => Assert.False(t.IsDisposed));
        block.Dispose();
    }

    [Fact]
    public void The_same_seed_gives_the_same_network()
    {
        using Block a = new(new RandomSource(4));
        using Block b = new(new RandomSource(4));
        using Block c = new(new RandomSource(5));
        Assert.Equal(
            a.StateDictionary().Values.Select(t => Convert.ToHexString(t.ToBytes())),
            b.StateDictionary().Values.Select(t => Convert.ToHexString(t.ToBytes())));
        Assert.NotEqual(a.NamedParameters()["conv1.weight"].ToBytes(), c.NamedParameters()["conv1.weight"].ToBytes());
    }

    [Fact]
    public void Training_and_evaluation_reach_every_part()
    {
        using Block block = new(null);
        Assert.True(block.Norm.IsTraining);
        block.Eval();
        Assert.False(block.Norm.IsTraining);
        block.Train();
        Assert.True(block.Norm.IsTraining);
    }

    [Fact]
    public void Batches_are_counted_in_training_only()
    {
        using Block block = new(new RandomSource(1));
        InScope(() =>
        {
            Tensor x = Tensor.Ones([1, 2, 4, 4]);
            block.Forward(x);
            block.Forward(x);
            block.Eval();
            block.Forward(x);
        });
        Assert.Equal(2, block.StateDictionary()["bn1.num_batches_tracked"].Item());
    }

    [Fact]
    public void A_checkpoint_saved_and_loaded_gives_the_same_outputs()
    {
        using TempFolder folder = new();
        using Block a = new(new RandomSource(1));
        using Block b = new(new RandomSource(2));
        Save(a, folder["a.safetensors"]);
        using (SafetensorsFile file = SafetensorsFile.Open(folder["a.safetensors"]))
        {
            b.LoadState(file);
        }

        a.Eval();
        b.Eval();
        InScope(() =>
        {
            Tensor x = Tensor.Gaussian(new RandomSource(9), [2, 2, 5, 5]);
            Assert.Equal(a.Forward(x).ToBytes(), b.Forward(x).ToBytes());
        });
    }

    [Fact]
    public void Every_difference_to_a_checkpoint_is_told_at_once_and_nothing_is_changed()
    {
        using TempFolder folder = new();
        using Block block = new(new RandomSource(1));
        byte[] before = block.NamedParameters()["conv1.weight"].ToBytes();
        Dictionary<string, TensorData> tensors = block.StateDictionary().ToDictionary(
            p => p.Key, p => new TensorData(p.Value.DType, ImmutableArray.Create(p.Value.Shape), new byte[p.Value.ToBytes().Length]));
        tensors.Remove("bn1.bias");
        tensors.Remove("bn1.num_batches_tracked"); // old files lack it: no fault
        tensors["fc.weight"] = tensors["scale"];
        tensors["head.0.bias"] = TensorData.From<float>([5], new float[5]);
        SafetensorsWriter.Write(folder["x.safetensors"], tensors);
        using SafetensorsFile file = SafetensorsFile.Open(folder["x.safetensors"]);
        CheckpointException error = Assert.Throws<CheckpointException>(() => block.LoadState(file));
        Assert.Equal(["bn1.bias"], error.Missing);
        Assert.Equal(["fc.weight"], error.Unexpected);
        Assert.Equal(["head.0.bias [5] instead of [4]"], error.Misshaped);
        Assert.Equal(before, block.NamedParameters()["conv1.weight"].ToBytes());
        error = Assert.Throws<CheckpointException>(() => block.LoadState(file, name => name is "bn1.bias" or "fc.weight"));
        Assert.Empty(error.Missing);
        Assert.Single(error.Misshaped);
    }

    [Theory]
    [InlineData(float.NaN, DType.Float32)]
    [InlineData(float.PositiveInfinity, DType.Float16)]
    [InlineData(float.NegativeInfinity, DType.BFloat16)]
    [InlineData(float.NaN, DType.Float64)]
    public void Weights_that_are_no_numbers_are_refused_by_name(float odd, DType type) => InScope(() =>
    {
        using TempFolder folder = new();
        using Block saved = new(new RandomSource(1)), target = new(new RandomSource(2));
        saved.To(type);
        using (GradMode.Disable())
        {
            saved.StateDictionary()["bn1.running_var"].CopyInPlace(Tensor.From([1f, odd, 1f], 3));
        }

        SafetensorsWriter.Write(folder["odd.safetensors"], saved.StateDictionary().ToSources());
        using ICheckpoint checkpoint = CheckpointFile.Open(folder["odd.safetensors"]);
        string message = Assert.Throws<CheckpointException>(() => target.LoadState(checkpoint)).Message;
        Assert.Contains("odd.safetensors: the weights hold values that are no numbers", message, StringComparison.Ordinal);
        Assert.Contains("'bn1.running_var'", message, StringComparison.Ordinal);
    });

    [Fact]
    public void Moving_and_converting_keeps_each_tensors_identity_and_gradient_flag()
    {
        using Block block = new(new RandomSource(1));
        Tensor weight = block.NamedParameters()["conv1.weight"];
        float[] values = weight.ToArray<float>();
        block.To(DType.Float64);
        Assert.Same(weight, block.NamedParameters()["conv1.weight"]);
        Assert.Equal(DType.Float64, weight.DType);
        Assert.Equal(values, weight.ToArray<double>().Select(v => (float)v));
        Assert.Equal(DType.Int64, block.StateDictionary()["bn1.num_batches_tracked"].DType);
        Assert.True(weight.RequiresGrad);
        block.To(DType.Float32);
        block.ToMemoryFormat(MemoryFormat.ChannelsLast);
        Assert.Equal(1, weight.Strides()[1]);
        Assert.Equal(values, weight.ToArray<float>());
        InScope(() =>
        {
            block.Forward(Tensor.Ones([1, 2, 4, 4])).Sum().Backward();
            Assert.NotNull(weight.Grad);
            block.SetRequiresGrad(false);
            Assert.False(block.Forward(Tensor.Ones([1, 2, 4, 4])).RequiresGrad);
        });
        Assert.Throws<ArgumentException>(() => block.To(DType.Int64));
    }

    [Fact]
    public void A_sequence_releases_what_lies_between_its_layers() => InScope(() =>
    {
        using Sequential layers =
            new(new Linear(2, 3, random: new RandomSource(1)), Activation.Relu(), new Activation(x => x), new Linear(3, 1, random: new RandomSource(2)));
        using TensorScope scope = TensorScope.Open();
        Tensor x = Tensor.Ones([1, 2]);
        Tensor y = layers.Forward(x);
        Assert.Equal(2, scope.Count); // input and output
        Assert.False(x.IsDisposed);
        y.Sum().Backward();
        Assert.NotNull(((Linear)layers.Parts["0"]).Weight.Grad);
        using Sequential none = new();
        Assert.Same(x, none.Forward(x));
    });

    private static void Save(Module module, string path) => SafetensorsWriter.Write(
        path, module.StateDictionary().ToSources());

    private sealed class Block : Layer
    {
        private readonly Tensor _scale;
        private readonly Conv2d _conv;
        private readonly Sequential _head;

        public Block(RandomSource? random)
        {
            _scale = Parameter("scale", Tensor.Ones([1]));
            _conv = Part("conv1", new Conv2d(2, 3, 3, padding: 1, bias: false, random: random));
            Norm = Part("bn1", new BatchNorm2d(3));
            _head = Part("head", new Sequential(new Linear(3, 4, random: random), Activation.Relu(), new Linear(4, 2, random: random)));
        }

        public BatchNorm2d Norm { get; }

        protected override Tensor Compute(Tensor input) =>
            _head.Forward(Norm.Forward(_conv.Forward(input)).Relu().AdaptiveAvgPool2d(1).Flatten(1)) * _scale;
    }
}
