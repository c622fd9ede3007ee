using System.Reflection;

namespace SeCo.Pipeline;

/// <summary>Finds and writes what went into a run: program version, seed, device, and the hash of every input file.</summary>
internal static class Manifest
{
    /// <summary>The version of this library, part of every stage's fingerprint.</summary>
    public static string ProgramVersion { get; } =
        typeof(Manifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Hashes all inputs of the run.</summary>
    /// <returns>For each image, the files that a stage may read and their hashes. Truth is not among them: no stage reads it.</returns>
    public static IReadOnlyList<ManifestInput> Hash(
        IReadOnlyList<ImageEntry> entries, InputHashes hashes, int parallelism, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        ManifestInput[] records = new ManifestInput[entries.Count];
        int done = 0;
        ImageBatch.Run("hash inputs", entries.Count, parallelism, i =>
        {
            ImageEntry entry = entries[i];
            records[i] = new ManifestInput(
                entry.Name, hashes.Of(entry.ImagePath), Of(entry.PredictionPath), Of(entry.ConfidencePath), Of(entry.ProbabilityPath),
                Of(entry.PixelLabelPath));
            progress?.Report(new StageProgress("run", "hash inputs", Interlocked.Increment(ref done), entries.Count));
        }, cancellationToken);
        return records;

        string? Of(string? path) => path is null ? null : hashes.Of(path);
    }

    /// <summary>The inputs of an earlier call, where it had the same images and these, of some of them, are unchanged; else null.</summary>
    public static IReadOnlyList<ManifestInput>? ReadIfCurrent(string path, IReadOnlyList<ImageEntry> entries, IReadOnlyList<ManifestInput> some)
    {
        IReadOnlyList<ManifestInput> known = RunFileKinds.Manifest.ReadIfUsable(path, [])?.Inputs ?? [];
        return known.Select(i => i.Name).SequenceEqual(entries.Select(e => e.Name)) && !some.Except(known).Any() ? known : null;
    }

    public static void Write(string path, RunOptions options, string device, int threads, string library, IReadOnlyList<ManifestInput> inputs) =>
        RunFileKinds.Manifest.Write(path, new ManifestRecord("seco", ProgramVersion, library, device, threads, options.Seed, "XXH3-128") { Inputs = inputs });
}
