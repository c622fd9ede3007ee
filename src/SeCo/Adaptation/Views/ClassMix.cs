namespace SeCo.Adaptation.Views;

/// <summary>Pastes half of one crop's classes on another (ClassMix). Source: Olsson et al. 2021; DAFormer's <c>dacs_transforms.py</c>.</summary>
internal static class ClassMix
{
    /// <summary>Pastes half of the classes, rounded up, of those that are in the source's labels.</summary>
    /// <param name="source">A labelled crop.</param>
    /// <param name="target">A crop of the same size; pixels and labels are replaced where it is pasted on.</param>
    /// <param name="pasted">Set to 1 there, <c>[H, W]</c>.</param>
    /// <param name="random">Where the classes are drawn from.</param>
    public static void Paste(Crop source, Crop target, Span<byte> pasted, RandomSource random)
    {
        Span<bool> isPresent = stackalloc bool[LabelMap.Ignore + 1];
        isPresent.Clear();
        foreach (byte label in source.Labels)
        {
            isPresent[label] = true;
        }

        Span<byte> classes = stackalloc byte[LabelMap.Ignore];
        int count = 0;
        for (int label = 0; label < LabelMap.Ignore; label++)
        {
            if (isPresent[label])
            {
                classes[count++] = (byte)label;
            }
        }

        random.Shuffle(classes[..count]);
        Span<bool> isChosen = stackalloc bool[LabelMap.Ignore + 1];
        isChosen.Clear();
        foreach (byte label in classes[..((count + 1) / 2)])
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
