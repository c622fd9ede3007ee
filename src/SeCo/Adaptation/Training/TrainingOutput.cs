using SeCo.Models.SegFormer;
using SeCo.Prediction;
using SeCo.Torch.Nn;
using SeCo.Torch.Optim;

namespace SeCo.Adaptation.Training;

/// <summary>What a training writes into its folder, and reads again to go on: checkpoint, weights, history.</summary>
internal sealed class TrainingOutput(TrainingParts parts, AdaptationOptions options, AdaptationFiles files)
{
    private const string Fingerprint = "fingerprint";
    private const string History = "history";

    /// <summary>Fills the state from the checkpoint, where there is one, and tells the results so far.</summary>
    /// <exception cref="CheckpointException">The checkpoint is of other settings, or cannot be read.</exception>
    public TrainingHistory Resume(TrainingState state, long total, ILogger log)
    {
        if (!File.Exists(files.Checkpoint))
        {
            return new TrainingHistory();
        }

        TrainingCheckpoint.Load(files.Checkpoint, state);
        if (!state.Notes.TryGetValue(Fingerprint, out string? found) || found != parts.Fingerprint || !state.Notes.TryGetValue(History, out string? text))
        {
            throw new CheckpointException(
                $"{files.Checkpoint}: belongs to a training with other settings, images or first weights "
                + $"(fingerprint {found ?? "missing"}, expected {parts.Fingerprint}). Delete the folder, or give another one.");
        }

        try
        {
            TrainingHistory history = TrainingHistory.Parse(text, parts.Classes, total);
            log.LogInformation("adapt: goes on from step {Step}", state.Step);
            return history;
        }
        catch (JsonException fault)
        {
            throw new CheckpointException($"{files.Checkpoint}: the note '{History}' cannot be used: {fault.Message} Delete the folder to begin anew.", fault);
        }
    }

    public void Save(TrainingState state, TrainingHistory history)
    {
        state.Notes[Fingerprint] = parts.Fingerprint;
        state.Notes[History] = history.Compose(parts.Classes);
        TrainingCheckpoint.Save(files.Checkpoint, state);
    }

    /// <summary>Writes the weights of the epoch that has just ended, those of the best where it is that one, and the history.</summary>
    public void WriteEpoch(TrainingHistory history)
    {
        EpochResult result = history.Epochs[^1];
        WriteWeights(files.Last, result.Epoch, criterion: null);
        if (history.Best(options.Selection.Criterion) == result)
        {
            WriteWeights(files.Best, result.Epoch, OptionsWriter.NameOf(options.Selection.Criterion));
        }

        RunFileKinds.TrainingHistory.Write(files.History, history.ToRecord(parts.Classes, options.Selection.Criterion));
    }

    /// <summary>Writes what is missing of the last epoch's files, from the state that ended with it. Does nothing while an epoch is under way.</summary>
    public void WriteMissing(TrainingHistory history)
    {
        bool hasEnded = history.Epochs.Count > 0 && history.LossSteps == 0;
        bool isBest = hasEnded && history.Best(options.Selection.Criterion) == history.Epochs[^1];
        if (hasEnded && (!File.Exists(files.Last) || (isBest && !File.Exists(files.Best)) || !File.Exists(files.History)))
        {
            WriteEpoch(history);
        }
    }

    /// <summary>Writes weights alone, under the network's own names, with notes that make the file usable without anything else.</summary>
    private void WriteWeights(string path, int epoch, string? criterion)
    {
        NetworkNotes notes = new()
        {
            Network = parts.Network.Name,
            Described = parts.Network.Described is { } described ? HuggingFaceSegFormer.Of(described.Config, parts.Mapping.OutputNames()) : null,
            Mapping = parts.Mapping,
            InputWidth = options.Views.InputWidth,
            InputHeight = options.Views.InputHeight,
            Role = parts.Role,
            Epoch = epoch,
            Criterion = criterion,
        };
        SafetensorsWriter.Write(path, parts.Delivered.StateDictionary().ToSources(), notes.ToMetadata());
    }
}
