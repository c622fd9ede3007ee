using Microsoft.Extensions.Logging;
using SeCo.Datasets;
using SeCo.RunFiles;
using SeCo.Storage;

namespace SeCo.Pipeline.Stages;

/// <summary>Opens and closes the folders of stages that leave a label map for each image.</summary>
/// <param name="context">The round.</param>
internal sealed class StageGate(RunContext context)
{
    /// <summary>Opens a stage's folder; null where the stage has nothing left to do.</summary>
    public StageFolder? Begin(string name, string path, string fingerprint, StageShare share) =>
        Begin(name, path, fingerprint, share.IsShared, context.Folder.DeleteResults, stage => context.Given.Entries.All(e => File.Exists(LabelIn(stage, e))));

    /// <summary>As above, for a stage that leaves other files.</summary>
    /// <param name="name">The stage.</param>
    /// <param name="path">Its folder.</param>
    /// <param name="fingerprint">What decides its files.</param>
    /// <param name="isShared">Whether other processes may be at work in it.</param>
    /// <param name="clear">Called where files of other settings were removed: what was made of them goes too.</param>
    /// <param name="isWhole">Whether the files of a finished stage are there.</param>
    public StageFolder? Begin(string name, string path, string fingerprint, bool isShared, Action clear, Func<StageFolder, bool> isWhole)
    {
        StageFolder stage = StageFolder.Open(path, fingerprint, isShared, out bool emptied);
        if (emptied)
        {
            context.Log.LogWarning("{Stage}: settings or inputs have changed, made anew", name);
            clear();
        }

        if (stage.IsFinished && isWhole(stage))
        {
            context.Log.LogInformation("{Stage}: finished before, kept", name);
            return null;
        }

        if (stage.IsFinished)
        {
            stage.Reopen();
        }

        return stage;
    }

    /// <summary>Marks a stage as finished.</summary>
    /// <exception cref="DatasetException">Images are missing: their shards have not run.</exception>
    public void End(string name, StageFolder stage, StageShare share)
    {
        if (share.Shard is Shard shard)
        {
            context.Log.LogInformation("{Stage}: shard {Shard} done", name, shard);
            return;
        }

        string[] missing = [.. context.Given.Entries.Where(e => !File.Exists(LabelIn(stage, e))).Select(e => e.Name)];
        if (missing.Length > 0)
        {
            throw new DatasetException($"{stage.Path}: {missing.Length} images are not done; run their shards first.", missing);
        }

        End(name, stage);
    }

    /// <summary>Marks a stage as finished.</summary>
    public void End(string name, StageFolder stage)
    {
        stage.Finish();
        context.Log.LogInformation("{Stage}: done", name);
    }

    /// <summary>Refuses to go on without the stage before.</summary>
    /// <exception cref="IOException">It has not finished, or with other settings or inputs.</exception>
    public static void Require(string stage, string folder, string fingerprint, string before)
    {
        if (!StageFolder.HasFinished(folder, fingerprint))
        {
            throw new IOException(
                $"{folder}: '{stage}' needs the finished outputs of '{before}' with these settings and inputs. "
                + $"Run `seco {before}` with the same settings and --out first, or `seco run` for all.");
        }
    }

    private static string LabelIn(StageFolder stage, ImageEntry entry) => RunFolder.LabelOf(stage[RunNames.Labels], entry.Name);
}
