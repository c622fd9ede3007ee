namespace SeCo.Pipeline.Stages;

/// <summary>Opens and closes the folders of stages that leave a label map for each image.</summary>
internal sealed class StageGate(RunContext context)
{
    private const int Shown = 5;

    /// <summary>Opens a stage's folder; null where the stage has nothing left to do.</summary>
    public StageFolder? Begin(string name, string path, string fingerprint, StageShare share) =>
        Begin(
            name, path, fingerprint, [.. context.Given.Entries.Select(e => e.Name)], share.IsShared, context.Folder.DeleteResults,
            (stage, damage) => stage.Remove(damage));

    /// <summary>As above, for a stage that leaves other files: given are what clears what was made of the images whose files of other settings were removed,
    /// and what removes damaged files, so that the stage makes them again.</summary>
    /// <exception cref="DatasetException">Files of the finished stage are damaged, and the run does not repair.</exception>
    public StageFolder? Begin(
        string name, string path, string fingerprint, IReadOnlyCollection<string> images, bool isShared, Action<IReadOnlyCollection<string>> clear,
        Action<StageFolder, IReadOnlyList<FileDamage>> remove)
    {
        StageFolder stage = StageFolder.Open(path, fingerprint, images, isShared, context.Verifies);
        if (stage.Replaced is not null)
        {
            context.Log.LogWarning("{Stage}: settings or inputs have changed, made anew", name);
            PartMarks.Clear(context.Folder, Path.GetFileName(path));
            clear(stage.Replaced);
        }

        if (!stage.IsFinished)
        {
            return stage;
        }

        if (stage.Damage(context.Verifies) is not { } damage)
        {
            stage.Reopen(); // of a version that kept no record
            PartMarks.Clear(context.Folder, Path.GetFileName(path));
            return stage;
        }

        if (damage.Count == 0)
        {
            context.Log.LogInformation("{Stage}: finished before, kept", name);
            return null;
        }

        if (!context.Verifies && damage.Any(d => !d.IsMissing))
        {
            StageFolder.RequireNone(path, damage);
        }

        context.Log.LogWarning("{Stage}: {Count} files are missing or damaged, made again: {Files}", name, damage.Count,
            string.Join(", ", damage.Take(Shown).Select(d => d.File)) + (damage.Count > Shown ? ", …" : string.Empty));
        remove(stage, damage);
        PartMarks.Clear(context.Folder, Path.GetFileName(path));
        return stage.IsFinished ? null : stage;
    }

    /// <summary>Marks a stage as finished.</summary>
    /// <exception cref="DatasetException">Images are missing: their shards have not run.</exception>
    public void End(string name, StageFolder stage, StageShare share, bool checksLabels = true)
    {
        if (share.Shard is Shard shard)
        {
            context.Log.LogInformation("{Stage}: shard {Shard} done", name, shard);
            return;
        }

        if (checksLabels)
        {
            RequireAll(stage);
        }

        End(name, stage);
    }

    /// <summary>Refuses to end a stage that has not made the labels of all images.</summary>
    /// <exception cref="DatasetException">Images are missing: their shards have not run.</exception>
    public void RequireAll(StageFolder stage)
    {
        string[] missing = [.. context.Given.Entries.Where(e => !File.Exists(LabelIn(stage, e))).Select(e => e.Name)];
        DatasetException.ThrowIfAny($"{stage.Path}: {missing.Length} images are not done; run their shards first.", missing);
    }

    /// <summary>Marks a stage as finished.</summary>
    public void End(string name, StageFolder stage)
    {
        stage.Finish();
        context.Log.LogInformation("{Stage}: done", name);
    }

    /// <summary>Refuses to go on without the whole files of the stage before; a shard looks at those of its own images.</summary>
    /// <exception cref="IOException">It has not finished, or with other settings or inputs; or files of it are damaged.</exception>
    public void RequireBefore(string stage, string folder, string fingerprint, string before) => Require(
        stage, folder, fingerprint, before, context.Share.Shard is null ? null : file => context.IsOwn(StageFolder.NameOf(file)));

    /// <summary>Refuses to go on without the whole files of the stage before, or those of them that are about to be read.</summary>
    /// <exception cref="IOException">It has not finished, or with other settings or inputs; or files of it are damaged.</exception>
    public static void Require(string stage, string folder, string fingerprint, string before, Func<string, bool>? which = null)
    {
        if (!StageFolder.HasFinished(folder, fingerprint))
        {
            throw new IOException(
                $"{folder}: '{stage}' needs the finished outputs of '{before}' with these settings and inputs. "
                + $"Run `seco {before}` with the same settings and --out first, or `seco run` for all.");
        }

        StageFolder.RequireIntact(folder, which);
    }

    private static string LabelIn(StageFolder stage, ImageEntry entry) => RunFolder.LabelOf(stage[RunNames.Labels], entry.Name);
}
