using System.Reflection;
using System.Text.Json;
using SeCo.Datasets;
using SeCo.Storage;

namespace SeCo.Pipeline;

/// <summary>What went into a run: program version, seed, device, and the hash of every input file. Written beside the outputs; has no times, so that equal runs give equal files.</summary>
internal static class Manifest
{
    /// <summary>The version of this library, part of every stage's fingerprint.</summary>
    public static string ProgramVersion { get; } =
        typeof(Manifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Hashes all inputs of the run.</summary>
    /// <param name="entries">The images.</param>
    /// <param name="hashes">Remembers hashes from run to run.</param>
    /// <param name="progress">Receives how many images are done.</param>
    /// <param name="cancellationToken">Stops between two images.</param>
    /// <returns>For each image, the files that a stage may read and their hashes. Truth is not among them: no stage reads it.</returns>
    public static IReadOnlyList<InputRecord> Hash(IReadOnlyList<ImageEntry> entries, InputHashes hashes, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        List<InputRecord> records = new(entries.Count);
        List<string> faults = [];
        foreach (ImageEntry entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                records.Add(new InputRecord(
                    entry.Name, hashes.Of(entry.ImagePath), Of(entry.PredictionPath), Of(entry.ConfidencePath), Of(entry.ProbabilityPath), Of(entry.PixelLabelPath)));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                faults.Add(fault.Message);
            }

            progress?.Report(new StageProgress("run", "hash inputs", records.Count, entries.Count));
        }

        hashes.Save();
        return faults.Count == 0 ? records : throw new DatasetException("Some input files cannot be read.", faults);

        string? Of(string? path) => path is null ? null : hashes.Of(path);
    }

    /// <summary>Writes the manifest.</summary>
    public static void Write(string path, RunOptions options, string device, int threads, string library, IReadOnlyList<InputRecord> inputs) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("program", "seco");
        json.WriteString("version", ProgramVersion);
        json.WriteString("libtorch", library);
        json.WriteString("device", device);
        json.WriteNumber("threads", threads);
        json.WriteNumber("seed", options.Seed);
        json.WriteString("hash", "XXH3-128");
        json.WriteStartArray("inputs");
        foreach (InputRecord input in inputs)
        {
            json.WriteStartObject();
            json.WriteString("name", input.Name);
            json.WriteString("image", input.Image);
            WriteOptional(json, "prediction", input.Prediction);
            WriteOptional(json, "confidence", input.Confidence);
            WriteOptional(json, "probability", input.Probability);
            WriteOptional(json, "pixel_labels", input.PixelLabels);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
