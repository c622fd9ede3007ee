using System.Text.Json;
using SeCo.Correction.Noise;
using SeCo.Storage;

namespace SeCo.Correction;

/// <summary>Writes the fitted mixtures and the thresholds, so that a report can draw them (the paper's Fig. 4).</summary>
internal static class NoiseModelFile
{
    // Of losses without a mixture the largest half per cent shares the last bin.
    private const double LargestShown = 0.995;

    public static void Write(string path, NoiseOptions options, NoiseJudge.Result result, byte[] classes) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("rule", Configuration.OptionsWriter.NameOf(options.Rule));
        json.WriteNumber("noise_threshold", options.NoiseThreshold);
        json.WriteNumber("correction_threshold", options.CorrectionThreshold);
        json.WriteStartArray("mixtures");
        foreach (NoiseFit fit in result.Fits)
        {
            Write(json, fit);
        }

        json.WriteEndArray();
        json.WriteStartObject("limits");
        foreach ((string name, double at) in result.Limits)
        {
            json.WriteNumber(name, at);
        }

        json.WriteEndObject();
        json.WriteStartArray("histograms");
        if (result.Outcomes.Length > 0)
        {
            WriteHistograms(json, options, result, classes);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteHistograms(Utf8JsonWriter json, NoiseOptions options, NoiseJudge.Result result, byte[] classes)
    {
        if (options.Rule == NoiseRule.ClassDoubt)
        {
            new NoiseHistogram("noise_probability", [.. result.Outcomes.Select(o => o.NoiseProbability ?? 0)], classes, result.Outcomes).Write(json, _ => new ValueScale(0, 1));
            return;
        }

        NoiseHistogram histogram = new(result.Signal, result.Scores, classes, result.Outcomes);
        if (result.Fits.Count == 0)
        {
            ValueScale range = new(0, ValueScale.Between(result.Scores, 0, LargestShown).High);
            histogram.Write(json, _ => range);
            return;
        }

        histogram.Write(json, category => (result.Fits.FirstOrDefault(f => f.Class == category) ?? result.Fits[0]).Scale);
    }

    private static void Write(Utf8JsonWriter json, NoiseFit fit)
    {
        json.WriteStartObject();
        if (fit.Class is byte id)
        {
            json.WriteNumber("class", id);
        }

        json.WriteNumber("regions", fit.Regions);
        json.WriteNumber("low", fit.Scale.Low);
        json.WriteNumber("high", fit.Scale.High);
        if (fit.Fit is MixtureFit mixture)
        {
            json.WriteNumber("rounds", mixture.Rounds);
            json.WriteBoolean("converged", mixture.Converged);
            json.WriteStartArray("components");
            foreach (GaussianComponent component in new[] { mixture.Mixture.Clean, mixture.Mixture.Noisy })
            {
                json.WriteStartObject();
                json.WriteNumber("weight", component.Weight);
                json.WriteNumber("mean", component.Mean);
                json.WriteNumber("variance", component.Variance);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
