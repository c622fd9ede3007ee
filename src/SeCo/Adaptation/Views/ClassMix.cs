namespace SeCo.Adaptation.Views;

/// <summary>Pastes half of one crop's classes on another (ClassMix). Source: Olsson et al. 2021; DAFormer's <c>dacs_transforms.py</c>.</summary>
internal static class ClassMix
{
    /// <summary>Pastes half of the classes, rounded up, of those in a crop's labels on another crop of its size, pixels and labels; there <c>[H, W]</c> is
    /// set to 1.</summary>
    public static void Paste(Crop source, Crop target, Span<byte> pasted, RandomSource random)
    {
        long[] pixels = new LabelMap(source.Size.Width, source.Size.Height, source.Labels).Counts();
        int[] classes = [.. Enumerable.Range(0, LabelMap.Ignore).Where(label => pixels[label] > 0)];
        random.Shuffle(classes.AsSpan());
        Span<bool> isChosen = stackalloc bool[LabelMap.Ignore + 1];
        isChosen.Clear();
        foreach (int label in classes.AsSpan(0, (classes.Length + 1) / 2))
        {
            isChosen[label] = true;
        }

        for (int channel = 0; channel < 3; channel++)
        {
            ReadOnlySpan<byte> from = source.Plane(channel);
            Span<byte> to = target.Plane(channel);
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = isChosen[source.Labels[i]] ? from[i] : to[i];
            }
        }

        for (int i = 0; i < pasted.Length; i++)
        {
            if (isChosen[source.Labels[i]])
            {
                target.Labels[i] = source.Labels[i];
                pasted[i] = 1;
            }
        }
    }
}
