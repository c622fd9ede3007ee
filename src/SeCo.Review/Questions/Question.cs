namespace SeCo.Review.Questions;

/// <summary>A region that is asked about, without its pixels.</summary>
/// <param name="Image">The image's place in the run.</param>
/// <param name="Region">The region's number.</param>
/// <param name="Shown">The class that is proposed.</param>
/// <param name="Outcome">What correction found.</param>
/// <param name="Area">Pixels.</param>
/// <param name="Row">Its row in the image's file of features; -1 for none.</param>
internal sealed record Question(int Image, int Region, int Shown, RegionOutcome Outcome, long Area, int Row)
{
    /// <summary>The probability that the class is wrong, as far as it is known: that of the noise model, else what the loss says; in [0, 1].</summary>
    public double Doubt => Outcome.NoiseProbability ?? (Outcome.Loss is double loss ? 1 - Math.Exp(-loss) : 1);

    /// <summary>How many questions are so alike that one answer may do for all, this one included.</summary>
    public int Alike { get; init; } = 1;

    /// <summary>The pixels that an answer is expected to put right.</summary>
    public double Gain => Area * Doubt;

    /// <summary>What an answer is worth: the gain, times the regions that it may answer.</summary>
    public double Worth => Gain * Alike;
}
