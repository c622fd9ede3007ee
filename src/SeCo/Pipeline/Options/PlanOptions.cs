namespace SeCo.Pipeline;

/// <summary>How a run is planned.</summary>
public sealed record PlanOptions
{
    /// <summary>Images that the stages are tried on, spread evenly; 2 or more. Default 12.</summary>
    public int Images { get; init; } = 12;

    /// <summary>Seconds after which the measurement ends, wherever it is. Default 60.</summary>
    public double Seconds { get; init; } = 60;

    /// <summary>Seconds that the run may take; null for any.</summary>
    public double? Budget { get; init; }

    /// <summary>Bytes of memory that it may take; null for any.</summary>
    public long? Memory { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">All faults together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "plan",
        (Images is >= 2 and <= 1000, $"images is {Images}, expected 2 to 1000"),
        (Seconds is > 0 and < 1e6, $"seconds is {Seconds}, expected more than 0"),
        (Budget is null or > 0, $"budget is {Budget} s, expected more than 0"),
        (Memory is null or > 0, $"memory is {Memory}, expected more than 0"));
}
