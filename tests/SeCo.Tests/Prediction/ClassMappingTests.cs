using SeCo.Configuration;
using SeCo.Labels;
using SeCo.Prediction;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Prediction;

public sealed class ClassMappingTests : PredictionTest
{
    private static ClassSet Wide { get; } = Set("wide", "road", "car", "Truck", "sky");

    private static ClassSet Narrow { get; } = Set("narrow", "vehicle", "ground");

    [Fact]
    public void Cityscapes_becomes_CamVid_by_the_map_of_the_class_set()
    {
        ClassMapping mapping = ClassMapping.Between(Cityscapes, CamVid, outputs: 20);
        Assert.Equal([3, 4, 1, 1, 7, 2, 6, 6, 5, 5, 0, 9, 10, 8, 8, 8, 8, 10, 10, -1], mapping.Targets);
    }

    [Fact]
    public void Equal_sets_keep_their_ids_and_equal_names_meet_in_any_order()
    {
        Assert.Equal(Enumerable.Range(0, 11), ClassMapping.Between(CamVid, CamVid, 11).Targets);
        Assert.Equal([1, -1, 0, -1], ClassMapping.Between(Wide, Set("other", "truck", "Road"), 4).Targets);
    }

    [Fact]
    public void Classes_that_nothing_means_are_named()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => ClassMapping.Between(Wide, Narrow, 4));
        Assert.Contains("vehicle, ground", fault.Message, StringComparison.Ordinal);
        Assert.Contains("class map", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_are_summed_and_then_sum_to_1()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["map.yaml"], "Vehicle: [car, truck]\nground: road\n");
        ClassMapping mapping = ClassMapping.Read(folder["map.yaml"], Wide, Narrow, outputs: 5);
        Assert.Equal([1, 0, 0, -1, -1], mapping.Targets);

        using TensorScope scope = TensorScope.Open();
        Tensor probabilities = Tensor.From<float>([0.125f, 0, 0.25f, 0, 0.25f, 0, 0.125f, 0.5f, 0.25f, 0.5f], 1, 5, 1, 2);
        Tensor sums = mapping.Apply(probabilities);
        Assert.Equal([0.5f, 0f, 0.125f, 0f], sums.ToArray<float>());
        Assert.Equal([0.8f, 0.5f, 0.2f, 0.5f], ClassMapping.Normalize(sums).ToArray<float>());
    }

    [Fact]
    public void Faults_of_a_file_are_told_together_with_their_lines()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["map.yaml"], "vehicles: [car]\nvehicle: [car, lorry]\n");
        ConfigurationException fault = Assert.Throws<ConfigurationException>(() => ClassMapping.Read(folder["map.yaml"], Wide, Narrow, 4));
        Assert.Equal(3, fault.Faults.Count);
        Assert.Contains("line 1: 'narrow' has no class 'vehicles'. Did you mean 'vehicle'?", fault.Message, StringComparison.Ordinal);
        Assert.Contains("line 2: 'wide' has no class 'lorry'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("ground: []", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_has_one_meaning()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["map.yaml"], "vehicle: [car, road]\nground: [road]\n");
        Assert.Contains("vehicle and to ground", Assert.Throws<ConfigurationException>(() => ClassMapping.Read(folder["map.yaml"], Wide, Narrow, 4)).Message,
            StringComparison.Ordinal);
    }

    private static ClassSet Set(string name, params string[] classes) =>
        new(name, [.. classes.Select((c, i) => new SegmentationClass(i, c, ((byte)i, 0, 0), ClassKind.Stuff))]);
}
