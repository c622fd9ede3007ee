using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Methods;
using SeCo.Models;
using SeCo.Prediction;
using SeCo.Torch.Optim;

namespace SeCo.Adaptation.Training;

/// <summary>What a training consists of. The loop owns none of it.</summary>
internal sealed record TrainingParts
{
    /// <summary>The network that is trained, in training mode.</summary>
    public required SegmentationNetwork Student { get; init; }

    /// <summary>Its running mean, where the method or the settings have one.</summary>
    public Teacher? Mean { get; init; }

    /// <summary>Computes losses and gradients.</summary>
    public required ITrainingStep Step { get; init; }

    /// <summary>Makes the batches.</summary>
    public required IBatchSource Batches { get; init; }

    /// <summary>Moves the student's weights.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>From the outputs of the networks to the classes that are learnt.</summary>
    public required ClassMapping Mapping { get; init; }

    /// <summary>Measures at the end of epochs.</summary>
    public required EpochEvaluation Evaluation { get; init; }

    /// <summary>Takes the last epoch's answers to validation images; null where they are not kept.</summary>
    public KeptAnswers? Answers { get; init; }

    /// <summary>The networks' name, one of <see cref="SegmentationNetworks"/>.</summary>
    public required string Network { get; init; }

    /// <summary>Where the networks lie.</summary>
    public required Device Device { get; init; }

    /// <summary>Hash of all that decides the course of the training: a checkpoint of another one is refused.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The classes that are learnt.</summary>
    public ClassSet Classes => Mapping.To;

    /// <summary>The network that is evaluated and delivered: the running mean where there is one, as it is the steadier, else the student.</summary>
    public SegmentationNetwork Delivered => Mean?.Network ?? Student;

    /// <summary>Which of them that is.</summary>
    public CheckpointRole Role => Mean is null ? CheckpointRole.Student : CheckpointRole.Teacher;
}
