namespace SeCo.Review.Questions;

/// <summary>A region that is asked about, without its pixels.</summary>
/// <param name="Image">The image's place in the run.</param>
/// <param name="Region">The region's number.</param>
/// <param name="Pixels">What tells it apart from regions of other runs, as <see cref="RegionAnswer.Pixels"/>.</param>
/// <param name="Shown">The class that is proposed.</param>
/// <param name="Outcome">What correction found.</param>
/// <param name="Area">Pixels.</param>
/// <param name="Row">Its row among the features of all images; -1 for none.</param>
internal sealed record Question(int Image, int Region, string Pixels, int Shown, RegionOutcome Outcome, long Area, int Row)
{
    /// <summary>The probability that the class is wrong, as far as it is known: that of the noise model, else what the loss says; in [0, 1].</summary>
    public double Doubt => Outcome.NoiseProbability ?? (Outcome.Loss is double loss ? 1 - Math.Exp(-loss) : 1);

    /// <summary>The pixels that an answer is expected to put right.</summary>
    public double Gain => Area * Doubt;
}
