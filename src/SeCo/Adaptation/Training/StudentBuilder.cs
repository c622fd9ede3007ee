using SeCo.Prediction;

namespace SeCo.Adaptation.Training;

/// <summary>Makes the student: its network with first weights, and what its outputs mean.</summary>
internal static class StudentBuilder
{
    /// <summary>Makes the student of a setting, in training mode. What draws weights that are not given is not advanced.</summary>
    /// <returns>The network, which is the caller's, and the way from its outputs to the classes.</returns>
    public static (SegmentationNetwork Network, ClassMapping Mapping) Build(
        StudentSource source, AdaptationSetting setting, ClassSet classes, RandomSource random, RandomSource dropout, Device device)
    {
        SegmentationNetworkEntry entry = TrainedNetwork.Entry(source.Network);
        bool isWhole = source.Weights is not null && (source.IsWhole ?? setting is AdaptationSetting.SourceFree or AdaptationSetting.Uda);
        ClassMapping mapping = isWhole && source.Weights is string weights
            ? MappingOf(source, weights, classes)
            : ClassMapping.Of(classes, classes, [.. Enumerable.Range(0, classes.Count)]);
        SegmentationNetwork network = entry.Create(mapping.Targets.Count, random.Fork("weights"), dropout);
        try
        {
            if (source.Weights is string file)
            {
                using ICheckpoint checkpoint = SegmentationCheckpoint.Open(file, source.Role);
                if (isWhole)
                {
                    network.LoadPretrained(checkpoint);
                }
                else
                {
                    network.LoadBody(checkpoint);
                }
            }

            network.To(device);
            network.Train();
            return (network, mapping);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Makes another network of the student's kind, whose weights are still to be given. It drops nothing.</summary>
    public static SegmentationNetwork BuildTeacher(StudentSource source, ClassMapping mapping, Device device)
    {
        SegmentationNetwork network = TrainedNetwork.Entry(source.Network).Create(mapping.Targets.Count);
        network.To(device);
        return network;
    }

    private static ClassMapping MappingOf(StudentSource source, string weights, ClassSet classes)
    {
        ModelOptions model = new()
        {
            Network = source.Network,
            Weights = weights,
            Classes = source.WeightClasses,
            ClassMap = source.ClassMap,
            Teacher = source.Role == CheckpointRole.Teacher,
        };
        using PredictingModel opened = PredictingModel.Open(model, classes);
        return opened.Mapping;
    }
}
