using SeCo.Checkpoints;
using SeCo.Testing;
using SeCo.Torch.Nn;
using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Nn;

public sealed class DeferredWeightsTests : TensorTest
{
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.BFloat16)]
    public void A_module_made_without_memory_gets_it_with_its_values(DType type)
    {
        using TempFolder folder = new();
        using Sequential expected = Network(new RandomSource(2));
        string path = folder["network.safetensors"];
        SafetensorsWriter.Write(path, expected.StateDictionary().ToSources());
        expected.To(type);

        Sequential network;
        using (DeferredWeights.Open())
        {
            network = Network(null);
        }

        using (network)
        {
            network.To(type);
            network.ToMemoryFormat(MemoryFormat.ChannelsLast);
            Assert.All(network.StateDictionary().Values.Where(t => t.ElementCount > 1), t => Assert.True(DeferredWeights.IsDeferred(t), $"{t}"));
            using (ICheckpoint checkpoint = CheckpointFile.Open(path))
            {
                network.LoadState(checkpoint);
            }

            IReadOnlyDictionary<string, Tensor> state = network.StateDictionary();
            foreach ((string name, Tensor tensor) in expected.StateDictionary())
            {
                Assert.Equal(tensor.DType, state[name].DType);
                Assert.False(DeferredWeights.IsDeferred(state[name]));
                Assert.Equal(tensor.ToBytes(), state[name].ToBytes());
            }

            Assert.All(network.NamedParameters().Values, p => Assert.True(p.RequiresGrad));
        }
    }

    [Fact]
    public void A_tensor_that_may_be_missing_gets_memory_of_its_own()
    {
        using TempFolder folder = new();
        SafetensorsWriter.Write(folder["empty.safetensors"], [KeyValuePair.Create("other", TensorData.From<float>([1], [0]))]);
        using ICheckpoint checkpoint = CheckpointFile.Open(folder["empty.safetensors"]);
        using DeferredWeights deferred = DeferredWeights.Open();
        using Linear layer = new(3, 4);
        layer.LoadState(checkpoint, _ => true);
        Assert.False(DeferredWeights.IsDeferred(layer.Weight));
        Assert.Equal(new float[12], layer.Weight.ToArray<float>());
    }

    [Fact]
    public void Only_modules_made_while_it_is_open_wait()
    {
        using (DeferredWeights.Open())
        {
            using (DeferredWeights.Open())
            {
            }

            using Linear waiting = new(2, 2);
            Assert.True(DeferredWeights.IsDeferred(waiting.Weight));
        }

        using Linear ready = new(2, 2);
        Assert.False(DeferredWeights.IsDeferred(ready.Weight));
    }

    private static Sequential Network(RandomSource? random) => new(new Conv2d(3, 4, 3, random: random), new BatchNorm2d(4), new Linear(5, 6, random: random));
}
