namespace SeCo.Correction.Noise;

/// <summary>Checks what noise models are given.</summary>
internal static class NoiseInput
{
    public static void Check(ReadOnlySpan<double> losses, ReadOnlySpan<byte> classes)
    {
        if (losses.Length != classes.Length)
        {
            throw new ArgumentException($"{losses.Length} losses for {classes.Length} regions.", nameof(losses));
        }

        for (int i = 0; i < losses.Length; i++)
        {
            if (!double.IsFinite(losses[i]))
            {
                throw new ArgumentException($"The loss of region {i} is {losses[i]}, expected a finite number.", nameof(losses));
            }
        }
    }
}
