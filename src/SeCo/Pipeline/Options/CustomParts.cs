using SeCo.Adaptation.Distributed;
using SeCo.Aggregation.Segmenters;
using SeCo.Prediction;

namespace SeCo.Pipeline;

/// <summary>What a program brings to a run itself, in the place of what the settings would name.</summary>
/// <example>
/// <code>
/// SeCoPipeline pipeline = new(options, folder, parts: new CustomParts { Segmenter = () => new MySegmenter() });
/// </code>
/// </example>
public sealed record CustomParts
{
    /// <summary>
    /// The target images, from <see cref="SeCo.Datasets.Dataset.Of"/>; null: those of <see cref="RunOptions.Dataset"/>, which are not looked at otherwise.
    /// </summary>
    public Dataset? Dataset { get; init; }

    /// <summary>Opens a segmenter for PSA, once for each thread; null: the one that the settings name. <see cref="ISegmenter.Fingerprint"/> decides whether
    /// finished work is kept.</summary>
    public Func<ISegmenter>? Segmenter { get; init; }

    /// <summary>Runs networks of other programs' files, where <see cref="ModelOptions.Weights"/> names one; null where no run needs it.</summary>
    public INetworkEngine? Engine { get; init; }

    /// <summary>The processes that train together (<see cref="Ranks.Join"/>), of which this is the first, or takes part by
    /// <see cref="SeCoPipeline.FollowAsync"/>. Default: this one alone.</summary>
    public Ranks Ranks { get; init; } = Ranks.Alone;
}
