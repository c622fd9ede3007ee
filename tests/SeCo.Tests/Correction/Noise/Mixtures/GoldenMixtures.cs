using System.Text.Json.Nodes;
using SeCo.Checkpoints;
using SeCo.Correction.Noise;
using SeCo.Testing;

namespace SeCo.Tests.Correction.Noise;

/// <summary>scikit-learn's results on known arrays; origin and tolerances are in the README beside them.</summary>
internal sealed class GoldenMixtures
{
    private readonly string _folder = SharedData.Require("golden/gmm");

    public IEnumerable<JsonNode> Cases => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "cases.json")))!.AsArray().Select(item => item!);

    public double[] Array(JsonNode item, string what) => NpyFile.Read(Path.Combine(_folder, $"{(string)item["name"]!}_{what}.npy")).ToDoubles();

    /// <summary>The losses as the mixture sees them.</summary>
    public double[] Scaled(JsonNode item)
    {
        double[] losses = Array(item, "loss");
        return item["normalise"] is { } flag && !(bool)flag ? losses : ValueScale.UpTo(losses).Apply(losses);
    }

    public static GaussianMixture1D Mixture(JsonNode parameters)
    {
        return new GaussianMixture1D(Component(0), Component(1));

        GaussianComponent Component(int k) =>
            new((double)parameters["weights"]![k]!, (double)parameters["means"]![k]!, (double)parameters["variances"]![k]!);
    }
}
