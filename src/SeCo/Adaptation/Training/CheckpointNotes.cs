using System.Text.Json;
using Microsoft.Extensions.Logging;
using SeCo.Torch.Checkpoints;
using SeCo.Torch.Optim;

namespace SeCo.Adaptation.Training;

/// <summary>What a training remembers beside its tensors: whose it is, and what has come of it so far.</summary>
internal static class CheckpointNotes
{
    private const string Fingerprint = "fingerprint";
    private const string History = "history";

    /// <summary>Puts the notes into a state that is about to be saved.</summary>
    public static void Write(TrainingState state, TrainingHistory history, TrainingParts parts)
    {
        state.Notes[Fingerprint] = parts.Fingerprint;
        state.Notes[History] = TrainingHistoryJson.Compose(history, parts.Classes);
    }

    /// <summary>Fills the state from the checkpoint, where there is one.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="state">What is filled.</param>
    /// <param name="parts">What is trained.</param>
    /// <param name="total">All steps of the training.</param>
    /// <param name="log">Told where it goes on.</param>
    /// <returns>What has come of the training so far.</returns>
    /// <exception cref="CheckpointException">The checkpoint is of other settings, or cannot be read.</exception>
    public static TrainingHistory Resume(string path, TrainingState state, TrainingParts parts, long total, ILogger log)
    {
        if (!File.Exists(path))
        {
            return new TrainingHistory();
        }

        TrainingCheckpoint.Load(path, state);
        if (!state.Notes.TryGetValue(Fingerprint, out string? found) || found != parts.Fingerprint || !state.Notes.TryGetValue(History, out string? text))
        {
            throw new CheckpointException(
                $"{path}: belongs to a training with other settings, images or first weights (fingerprint {found ?? "missing"}, expected {parts.Fingerprint}). Delete the folder, or give another one.");
        }

        try
        {
            TrainingHistory history = TrainingHistoryJson.Parse(text, parts.Classes, total);
            log.LogInformation("adapt: goes on from step {Step}", state.Step);
            return history;
        }
        catch (JsonException fault)
        {
            throw new CheckpointException($"{path}: the note '{History}' cannot be used: {fault.Message} Delete the folder to begin anew.", fault);
        }
    }
}
