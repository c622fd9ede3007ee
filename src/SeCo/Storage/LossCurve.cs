using System.Text;
using System.Text.Json;

namespace SeCo.Storage;

/// <summary>The losses of a training, as means over equal shares of its steps: short, whatever the training's length.</summary>
/// <param name="total">All steps of the training.</param>
internal sealed class LossCurve(long total)
{
    private const int Points = 100;
    private readonly List<(long Step, double Loss)> _points = [];
    private readonly long _every = Math.Max(1, total / Points);
    private double _sum;
    private long _count;

    /// <summary>The last step of each share, and the mean loss of its steps.</summary>
    public IReadOnlyList<(long Step, double Loss)> Steps => _points;

    /// <summary>Adds a step.</summary>
    /// <param name="step">Its number, from 1.</param>
    /// <param name="loss">Its loss.</param>
    public void Add(long step, double loss)
    {
        _sum += loss;
        _count++;
        if (step % _every == 0 || step == total)
        {
            _points.Add((step, _sum / _count));
            (_sum, _count) = (0, 0);
        }
    }

    /// <summary>Writes what readers want: a list <c>steps</c> of <c>step</c> and <c>loss</c>, into an object that is open.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartArray("steps");
        foreach ((long step, double loss) in _points)
        {
            json.WriteStartObject();
            json.WriteNumber("step", step);
            json.WriteNumber("loss", loss);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>All of it, from which <see cref="Parse"/> goes on.</summary>
    public string Compose()
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("sum", _sum);
            json.WriteNumber("count", _count);
            WriteTo(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Goes on from what <see cref="Compose"/> said.</summary>
    /// <param name="text">The text; null to begin anew.</param>
    /// <param name="total">All steps of the training.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    public static LossCurve Parse(string? text, long total)
    {
        LossCurve curve = new(total);
        if (text is null)
        {
            return curve;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            (curve._sum, curve._count) = (document.RootElement.GetProperty("sum").GetDouble(), document.RootElement.GetProperty("count").GetInt64());
            curve._points.AddRange(document.RootElement.GetProperty("steps").EnumerateArray().Select(p => (p.GetProperty("step").GetInt64(), p.GetProperty("loss").GetDouble())));
            return curve;
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException(fault.Message, fault);
        }
    }
}
