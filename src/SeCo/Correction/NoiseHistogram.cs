using System.Text.Json;
using SeCo.Correction.Noise;
using SeCo.Labels;

namespace SeCo.Correction;

/// <summary>Counts regions by what the noise rule looked at, for each verdict, so that a report can draw it.</summary>
/// <param name="of">What the values are: <c>loss</c>, <c>score</c>, <c>noise_probability</c>.</param>
/// <param name="values">One a region.</param>
/// <param name="classes">The class of each region.</param>
/// <param name="outcomes">The outcome of each region.</param>
internal sealed class NoiseHistogram(string of, double[] values, byte[] classes, IReadOnlyList<RegionOutcome> outcomes)
{
    private const int Bins = 50;
    private static readonly RegionVerdict[] Verdicts = [RegionVerdict.Clean, RegionVerdict.Corrected, RegionVerdict.Rejected];

    /// <summary>The histogram of all regions and that of each class.</summary>
    /// <param name="json">A list that is open.</param>
    /// <param name="scaleOf">The range of a class; of all regions for null.</param>
    public void Write(Utf8JsonWriter json, Func<byte?, ValueScale> scaleOf)
    {
        foreach (byte? category in classes.Distinct().Order().Select(c => (byte?)c).Prepend(null))
        {
            ValueScale scale = scaleOf(category);
            if (!scale.IsEmpty)
            {
                Write(json, category, scale);
            }
        }
    }

    private void Write(Utf8JsonWriter json, byte? category, ValueScale scale)
    {
        long[][] counts = [.. Verdicts.Select(_ => new long[Bins])];
        for (int i = 0; i < values.Length; i++)
        {
            int verdict = Array.IndexOf(Verdicts, outcomes[i].Verdict);
            if ((category is null || classes[i] == category) && verdict >= 0)
            {
                counts[verdict][Math.Min(Bins - 1, (int)(scale.Apply(values[i]) * Bins))]++;
            }
        }

        json.WriteStartObject();
        json.WriteString("of", of);
        if (category is byte id)
        {
            json.WriteNumber("class", id);
        }

        json.WriteNumber("low", scale.Low);
        json.WriteNumber("high", scale.High);
        for (int verdict = 0; verdict < counts.Length; verdict++)
        {
            json.WriteStartArray(Configuration.OptionsWriter.NameOf(Verdicts[verdict]));
            foreach (long count in counts[verdict])
            {
                json.WriteNumberValue(count);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
