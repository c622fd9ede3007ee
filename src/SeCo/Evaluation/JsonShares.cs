using System.Text.Json;

namespace SeCo.Evaluation;

/// <summary>Writes measures as JSON.</summary>
internal static class JsonShares
{
    /// <summary>Writes a number; null where there was nothing to measure, which JSON has no number for.</summary>
    public static void WriteShare(this Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
