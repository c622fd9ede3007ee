using SeCo.Reports;
using SeCo.RunFiles;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Reports.Files;

public sealed class ScoreHistogramTests
{
    [Fact]
    public void Numbers_of_regions_that_cannot_be_are_cut_so_that_they_can_be_summed()
    {
        using TempFolder temp = new();
        File.WriteAllText(temp["noise-model.json"],
            """
            { "rule": "mixture",
              "histograms": [{ "of": "loss", "low": 0, "high": 1, "clean": [9000000000000000000, 9000000000000000000],
                "corrected": [-5, 2], "rejected": [] }] }
            """);
        ScoreHistogram histogram = ScoreHistogram.From(Assert.Single(RunFileKinds.NoiseModel.Read(temp["noise-model.json"]).Histograms));
        Assert.Equal((2L * int.MaxValue) + 2, histogram.Total);
        Assert.Equal([0, 2], histogram.Counts[1]);
    }
}
