using System.Text.Json.Nodes;
using SeCo.Testing;
using SeCo.Torch.Optim;
using Xunit;

namespace SeCo.Tests.Correction.Classifier;

public sealed class LearningRateTests
{
    [Fact]
    public void The_classifiers_schedule_equals_the_references()
    {
        JsonNode golden = JsonNode.Parse(File.ReadAllText(SharedData.Require("golden/scc/lr_schedule.json")))!;
        foreach (JsonNode? row in golden["rows"]!.AsArray())
        {
            foreach ((string initial, string rate) in new[] { ("init_lr_base", "lr_base"), ("init_lr_head", "lr_head") })
            {
                InverseDecay schedule = new((double)golden[initial]!, (long)row!["train_iters"]!, (double)golden["gamma"]!, (double)golden["power"]!);
                double expected = (double)row[rate]!;
                Assert.Equal(expected, schedule.At((long)row["it"]!), expected * 1e-12);
            }
        }
    }
}
