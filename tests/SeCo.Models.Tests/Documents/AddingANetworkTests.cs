using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Optim;
using Xunit;

namespace SeCo.Models.Tests.Documents;

/// <summary>The worked example of docs/adding-a-network.md.</summary>
public sealed class AddingANetworkTests : ModelTest
{
    // The row of the page, as it would stand in SegmentationNetworks.
    private static readonly SegmentationNetworkEntry Row =
        new("one-layer", 19, (classes, random, _) => new OneLayerNetwork(classes, random))
        {
            Preprocessing = NetworkPreprocessing.ImageNet,
            Origin = "this project; no weights are published",
            License = "this project's",
        };

    [Fact]
    public void The_page_shows_the_code_that_is_compiled_here()
    {
        string page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "adding-a-network.md"));
        string code = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "tests/SeCo.Models.Tests/Documents/OneLayerNetwork.cs"));
        Assert.Contains(code[code.IndexOf("/// <summary>", StringComparison.Ordinal)..], page, StringComparison.Ordinal);
        Assert.Contains("new(\"one-layer\", CityscapesClasses, (classes, random, _) => new OneLayerNetwork(classes, random))", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_answers_every_pixel_and_a_training_step_makes_its_loss_smaller()
    {
        using SegmentationNetwork network = Row.Create(3, new RandomSource(1));
        using Sgd optimizer = new([new ParameterGroup(network.NamedParameters())]);
        using TensorScope scope = TensorScope.Open();
        Tensor images = Tensor.Gaussian(new RandomSource(2), [2, 3, 8, 6]);
        Tensor labels = Tensor.Zeros([2, 8, 6], DType.Int64);
        Assert.Equal([2, 3, 8, 6], network.Forward(images).Shape.ToArray());
        double Loss(bool steps)
        {
            Tensor loss = network.Forward(images).CrossEntropy(labels);
            if (steps)
            {
                loss.Backward();
                optimizer.Step(0.1);
            }

            return loss.Item();
        }

        Assert.True(Loss(steps: true) > Loss(steps: false));
    }
}
