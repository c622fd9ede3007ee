using System.Text.Json;
using SeCo.Correction.Noise;
using SeCo.Storage;

namespace SeCo.Correction;

/// <summary>Writes the fitted mixtures and the thresholds, so that a report can draw them (the paper's Fig. 4).</summary>
internal static class NoiseModelFile
{
    public static void Write(string path, NoiseOptions options, IReadOnlyList<NoiseFit> fits) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("rule", Configuration.OptionsWriter.NameOf(options.Rule));
        json.WriteNumber("noise_threshold", options.NoiseThreshold);
        json.WriteNumber("correction_threshold", options.CorrectionThreshold);
        json.WriteStartArray("mixtures");
        foreach (NoiseFit fit in fits)
        {
            Write(json, fit);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

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
