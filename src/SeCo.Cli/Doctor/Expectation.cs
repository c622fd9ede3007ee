namespace SeCo.Cli.Doctor;

/// <summary>An estimate of what a step of SeCo takes on this machine, in seconds or things a second.</summary>
internal sealed record Expectation(string What, double Amount, string Unit)
{
    /// <summary>Operations of ViT-B's encoder, 10⁹, and the share of a linear layer's rate that it reaches.</summary>
    private const double VitOperations = 942, VitShare = 0.77;

    /// <summary>Time of all masks of an image, over the time of its encoder.</summary>
    private const double MasksOverImage = 3.75;

    /// <summary>Operations of ESPNet on an image of 480 x 360, 10⁹, and the share of a convolution's rate that it reaches.</summary>
    private const double PredictionOperations = 2.6, PredictionShare = 0.24;

    /// <summary>Operations of a training step of ESPNet on a crop of 320 x 240, 10⁹, and the share of a convolution's rate that it reaches.</summary>
    private const double TrainingOperations = 3.47, TrainingShare = 0.13;

    /// <summary>Crops a second of UniMatch over those of plain self-training: each unlabelled image is seen three times.</summary>
    private const double UniMatchShare = 0.45;

    /// <summary>The estimates that measured rates allow; docs/performance.md derives them.</summary>
    public static IReadOnlyList<Expectation> From(Speed speed)
    {
        List<Expectation> expected = [];
        if (speed.Matrix is double matrix)
        {
            double image = VitOperations / (VitShare * matrix);
            expected.Add(new("Segment Anything ViT-B, an image", image, "s"));
            expected.Add(new("the same, all masks of an image (1024 points)", image * MasksOverImage, "s"));
        }

        if (speed.Convolution is double convolution)
        {
            double training = TrainingShare * convolution / TrainingOperations;
            expected.Add(new("ESPNet predicts, 480 x 360", PredictionShare * convolution / PredictionOperations, "images/s"));
            expected.Add(new("seco adapt, self-training of ESPNet, 320 x 240", training, "crops/s"));
            expected.Add(new("seco adapt, UniMatch with ESPNet, 320 x 240", UniMatchShare * training, "crops/s"));
        }

        return expected;
    }

    /// <summary>The amount in words: two digits are all that an estimate has.</summary>
    public string Text => $"about {Amount.ToString(Amount < 10 ? "0.0" : "0", CultureInfo.InvariantCulture)} {Unit}";
}
