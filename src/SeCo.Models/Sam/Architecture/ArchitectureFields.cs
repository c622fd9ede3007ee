using System.Text.Json;

namespace SeCo.Models.Sam;

/// <summary>One object of an architecture file. What is wrong with it is gathered, so that all faults are told at once.</summary>
/// <param name="fields">The object.</param>
/// <param name="place">Where it stands, as <c>MaskDecoder.</c>; empty at the top.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class ArchitectureFields(JsonElement fields, string place, List<string> faults)
{
    private const int GreatestLength = 1024;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public int Int(string name, int otherwise) => Find(name) is { } value ? ToInt(name, value) : otherwise;

    public double Number(string name, double otherwise) => Find(name) is { } value ? ToNumber(name, value) : otherwise;

    public bool Bool(string name, bool otherwise)
    {
        if (Find(name) is not { } value)
        {
            return otherwise;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Fault(name, value, "true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    public string Text(string name, string otherwise)
    {
        if (Find(name) is not { } value)
        {
            return otherwise;
        }

        if (value.ValueKind != JsonValueKind.String || value.GetString()!.Length > GreatestLength)
        {
            Fault(name, value, "a short text");
            return otherwise;
        }

        return value.GetString()!;
    }

    /// <param name="name">The field.</param>
    /// <param name="otherwise">What holds where it is missing.</param>
    /// <param name="count">How many numbers there must be; null for any number.</param>
    public IReadOnlyList<int> Ints(string name, IReadOnlyList<int> otherwise, int? count = null) =>
        Items(name, count) is { } items ? [.. items.Select(i => ToInt(name, i))] : otherwise;

    /// <inheritdoc cref="Ints"/>
    public IReadOnlyList<double> Numbers(string name, IReadOnlyList<double> otherwise, int count) =>
        Items(name, count) is { } items ? [.. items.Select(i => ToNumber(name, i))] : otherwise;

    /// <summary>A field that says again what follows from others.</summary>
    public void Expect(string name, params int[] value)
    {
        if (Find(name) is not { } found)
        {
            return;
        }

        IReadOnlyList<int> given = found.ValueKind == JsonValueKind.Array ? Ints(name, value, value.Length) : [ToInt(name, found)];
        if (!given.SequenceEqual(value))
        {
            Fault(name, found, $"{string.Join(", ", value)}, which follows from the others");
        }
    }

    /// <summary>Fields that matter in training only.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            _known.Add(name);
        }
    }

    /// <summary>Everything that nobody asked for is a fault.</summary>
    public void Finish()
    {
        foreach (JsonProperty property in fields.EnumerateObject().Where(p => !_known.Contains(p.Name)))
        {
            string? meant = _known.FirstOrDefault(k => Bare(k) == Bare(property.Name)) ?? _known.FirstOrDefault(k => IsPart(Bare(k), Bare(property.Name)));
            string advice = meant is null ? $"known are {string.Join(", ", _known.Order(StringComparer.Ordinal))}" : $"did you mean '{meant}'?";
            faults.Add($"'{place}{Shown(property.Name)}' is unknown; {advice}");
        }
    }

    private static string Bare(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static bool IsPart(string known, string given) =>
        given.Length > 2 && (known.Contains(given, StringComparison.Ordinal) || given.Contains(known, StringComparison.Ordinal));

    private static string Shown(string text) => text.Length <= 60 ? text : $"{text[..60]}…";

    private JsonElement? Find(string name)
    {
        _known.Add(name);
        return fields.TryGetProperty(name, out JsonElement value) ? value : null;
    }

    private IReadOnlyList<JsonElement>? Items(string name, int? count)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > GreatestLength || (count ?? value.GetArrayLength()) != value.GetArrayLength())
        {
            Fault(name, value, $"a list of {(count is null ? $"at most {GreatestLength}" : $"{count}")} numbers");
            return null;
        }

        return [.. value.EnumerateArray()];
    }

    private int ToInt(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number)
            && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue)
        {
            return (int)number;
        }

        Fault(name, value, "a whole number");
        return 1;
    }

    private double ToNumber(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number))
        {
            return number;
        }

        Fault(name, value, "a number");
        return 1;
    }

    private void Fault(string name, JsonElement found, string expected) => faults.Add($"'{place}{name}' is {Shown(found.GetRawText())}, expected {expected}");
}
