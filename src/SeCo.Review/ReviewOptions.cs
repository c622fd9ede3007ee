using SeCo.Configuration;

namespace SeCo.Review;

/// <summary>Which regions are asked about, by whom, and where the page is.</summary>
public sealed record ReviewOptions
{
    /// <summary>The port that is tried where none is asked for, so that links of a report find the page.</summary>
    public const int UsualPort = RunNames.ReviewPort;

    /// <summary>The regions; its <see cref="RegionSelectionOptions.Limit"/> takes those whose answers are worth most. The default is those that correction has
    /// changed, of at least 100 pixels.</summary>
    public RegionSelectionOptions Questions { get; init; } = new()
    {
        Verdicts = [RegionVerdict.Rejected, RegionVerdict.Corrected], MinimumPixels = RunNames.ReviewPixels,
    };

    /// <summary>The folder of the answers and of the reviews that are made of them; null: <c>review</c> in the run folder.</summary>
    public string? Folder { get; init; }

    /// <summary>Who answers where a page says nothing else, which names the file of the answers: letters, digits, <c>-</c>, <c>_</c>, <c>.</c>, at most
    /// 40.</summary>
    public string Person { get; init; } = "me";

    /// <summary>The port, from 1; 0 for any that is free; null: <see cref="UsualPort"/>, or any where that is taken.</summary>
    public int? Port { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">All faults together.</exception>
    public void Validate()
    {
        Questions.Validate();
        OptionFaults.ThrowIfAny(
            "review",
            (AnswerFile.IsName(Person), $"the name is '{Person}', expected letters, digits, '-', '_' and '.', at most 40"),
            (Port is null or (>= 0 and <= 65535), $"the port is {Port}, expected 0 to 65535"));
    }
}
