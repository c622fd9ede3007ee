using SeCo.Adaptation;
using SeCo.Prediction;

namespace SeCo.Pipeline.Stages;

/// <summary>What the student of a round, from 1, starts from: the model of the settings, or in a later round the adapted one of the round before, where the
/// student goes on from it.</summary>
internal sealed record StudentStart(AdaptationOptions Options, ModelOptions Model, int Round)
{
    private bool GoesOn => Round > 1 && Options.Continue;

    // A student that knows the source starts from the model; so does one that goes on, and plain training where a model is given.
    private bool StartsFromModel => GoesOn || (Options.Weights is null && Model.Weights is not null && Options.Setting != AdaptationSetting.BlackBox);

    /// <summary>Network and first weights.</summary>
    /// <exception cref="ArgumentException">The network is not said anywhere, or is not that of the model.</exception>
    /// <exception cref="IOException">A file of weights is missing or malformed.</exception>
    public StudentSource Source()
    {
        string? file = StartsFromModel ? PredictingModel.FileOf(Model.Weights!) : Options.Weights is string weights ? PredictingModel.FileOf(weights) : null;
        string? said = file is null ? null : PredictingModel.NotesOf(file)?.Network;
        string? model = said ?? Model.Network;
        string network = Options.Network ?? model
            ?? throw new ArgumentException("adaptation.network is missing: nothing says which network the student is.");
        if (StartsFromModel && network != model)
        {
            throw new ArgumentException(
                $"adaptation.network is {network}, but the model that the student starts from is {model}. Leave adaptation.network out, or give "
                    + $"adaptation.weights of a {network}.");
        }

        return new StudentSource
        {
            Network = network,
            Weights = file,
            WeightClasses = StartsFromModel ? Model.Classes : null,
            ClassMap = StartsFromModel ? Model.ClassMap : null,
            Role = StartsFromModel && Model.Teacher ? CheckpointRole.Teacher : CheckpointRole.Student,
            IsWhole = StartsFromModel || Options.Setting is AdaptationSetting.SourceFree or AdaptationSetting.Uda,
        };
    }

    /// <summary>What decides the first weights.</summary>
    public string Fingerprint(LabelFingerprints hashes)
    {
        StudentSource source = Source();
        return new Fingerprint().Add(source.Network).Add($"{source.IsWhole}")
            .Add(hashes.Model(new ModelOptions { Weights = source.Weights, Classes = source.WeightClasses, ClassMap = source.ClassMap,
                Teacher = source.Role == CheckpointRole.Teacher })).ToString();
    }
}
