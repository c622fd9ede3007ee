namespace SeCo.RunFiles;

/// <summary>The losses of a training, as means over equal shares of all its steps: short, whatever the training's length.</summary>
internal sealed class LossCurve(long total)
{
    private const int Points = 100;
    private readonly List<LossPoint> _points = [];
    private readonly long _every = Math.Max(1, total / Points);
    private double _sum;
    private long _count;

    /// <summary>The points, in the order of the steps.</summary>
    public IReadOnlyList<LossPoint> Steps => _points;

    /// <summary>Adds a step, by its number from 1, and its loss.</summary>
    public void Add(long step, double loss)
    {
        _sum += loss;
        _count++;
        if (step % _every == 0 || step == total)
        {
            _points.Add(new LossPoint(step, _sum / _count));
            (_sum, _count) = (0, 0);
        }
    }

    /// <summary>The curve as text, from which <see cref="Parse"/> goes on.</summary>
    public string Compose() => LossCurveState.Json.Write(new LossCurveState(_sum, _count, _points));

    /// <summary>Goes on from what <see cref="Compose"/> wrote; begins anew where that is null.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static LossCurve Parse(string? text, long total)
    {
        LossCurve curve = new(total);
        if (text is not null)
        {
            LossCurveState state = LossCurveState.Json.Read(text);
            (curve._sum, curve._count) = (state.Sum, state.Count);
            curve._points.AddRange(state.Steps);
        }

        return curve;
    }
}

/// <summary>A loss curve in a checkpoint: the share that has begun, and the points so far.</summary>
internal sealed record LossCurveState(double Sum, long Count, IReadOnlyList<LossPoint> Steps)
{
    public static JsonNote<LossCurveState> Json { get; } = new(RunFileJson.OneLine.LossCurveState);
}
