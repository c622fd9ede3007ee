using SeCo.Adaptation;
using SeCo.Adaptation.Training;
using SeCo.Models;
using SeCo.Tests.Prediction;
using SeCo.Torch;
using SeCo.Torch.Optim;
using Xunit;

namespace SeCo.Tests.Adaptation.Training;

public sealed class OptimizerBuilderTests : PredictionTest
{
    [Theory]
    [InlineData(OptimizerKind.Sgd, 2)]
    [InlineData(OptimizerKind.AdamW, 4)]
    public void Every_parameter_is_in_one_group_and_only_AdamW_spares_vectors(OptimizerKind kind, int groups)
    {
        using SegmentationNetwork network = SegmentationNetworks.Find("espnet").Create(5, new RandomSource(1));
        using Optimizer optimizer = OptimizerBuilder.Build(network, new OptimizerOptions { Kind = kind, HeadFactor = 10 });
        Assert.Equal(groups, optimizer.Groups.Count);
        Assert.Equal(network.NamedParameters().Keys.Order(), optimizer.Groups.SelectMany(g => g.Parameters.Keys).Order());
        Assert.All(network.BodyParameters(), p => Assert.Equal(1, GroupOf(p.Key).LearningRateFactor));
        Assert.All(network.HeadParameters(), p => Assert.Equal(10, GroupOf(p.Key).LearningRateFactor));
        Assert.All(network.NamedParameters(), p => Assert.Equal(kind == OptimizerKind.AdamW && p.Value.Rank == 1 ? 0 : null, GroupOf(p.Key).WeightDecay));

        ParameterGroup GroupOf(string name) => optimizer.Groups.Single(g => g.Parameters.ContainsKey(name));
    }
}
