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
        SegmentationNetworkEntry entry = EntryOf(source);
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

    /// <summary>The network of a student: what its weights describe, where they describe one of its name, else the one that is known by its name.</summary>
    public static SegmentationNetworkEntry EntryOf(StudentSource source) =>
        source.Weights is string weights && PredictingModel.NotesOf(weights, source.WeightClasses) is { Described: not null } notes
            && notes.Network == source.Network ? notes.Entry : TrainedNetwork.Entry(source.Network);

    /// <summary>Makes another network of the student's kind, whose weights are still to be given. It drops nothing.</summary>
    public static SegmentationNetwork BuildTeacher(StudentSource source, ClassMapping mapping, Device device)
    {
        SegmentationNetwork network = EntryOf(source).Create(mapping.Targets.Count);
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
