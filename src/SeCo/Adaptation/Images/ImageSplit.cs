namespace SeCo.Adaptation;

/// <summary>The images of a run by what training does with them. The same measures give the same split.</summary>
/// <param name="Labelled">Names of the images that are learnt from with their labels, in the order given.</param>
/// <param name="Unlabelled">Names of the images that are learnt from without.</param>
/// <param name="HeldOut">Names of the images that are kept out of training, to choose the epoch by.</param>
public sealed record ImageSplit(IReadOnlyList<string> Labelled, IReadOnlyList<string> Unlabelled, IReadOnlyList<string> HeldOut)
{
    /// <summary>Splits images.</summary>
    /// <remarks>First the held-out images are taken: evenly spread among those with a label, in order of their names. Of the rest, those with the greatest
    /// score become the labelled set, as many as the portion asks for, then for each class those with most of it until there are enough. Equal scores go by
    /// name. An image without a single labelled pixel is never labelled.</remarks>
    /// <param name="images">What was measured, one for each image.</param>
    /// <param name="options">The rule.</param>
    /// <param name="heldOut">Number of images to hold out.</param>
    /// <exception cref="ArgumentException">Too few images have labels.</exception>
    public static ImageSplit Choose(IReadOnlyList<ImageTrust> images, SplitOptions options, int heldOut)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(heldOut);
        ImageTrust[] usable = [.. images.Where(i => i.Coverage > 0).OrderBy(i => i.Name, StringComparer.Ordinal)];
        if (usable.Length == 0)
        {
            throw new ArgumentException(
                $"None of the {images.Count} images has a labelled pixel; there is nothing to learn from. Look at the labels of the stages before.",
                nameof(images));
        }

        if (heldOut > usable.Length / 2)
        {
            throw new ArgumentException(
                $"adaptation.selection.held_out_images is {heldOut}, but only {usable.Length} images have labels: expected at most half of them, "
                    + $"{usable.Length / 2}.",
                nameof(heldOut));
        }

        HashSet<string> kept = [.. Enumerable.Range(0, heldOut).Select(i => usable[(int)(((2L * i) + 1) * usable.Length / (2L * heldOut))].Name)];
        ImageTrust[] rest = [.. usable.Where(i => !kept.Contains(i.Name))];
        HashSet<string> labelled = options.Rule == SplitRule.All ? [.. rest.Select(i => i.Name)] : Best(rest, options);
        return new ImageSplit(
            [.. images.Where(i => labelled.Contains(i.Name)).Select(i => i.Name)],
            [.. images.Where(i => !kept.Contains(i.Name) && (options.UnlabelledFromAll || !labelled.Contains(i.Name))).Select(i => i.Name)],
            [.. images.Where(i => kept.Contains(i.Name)).Select(i => i.Name)]);
    }

    private static HashSet<string> Best(ImageTrust[] images, SplitOptions options)
    {
        Func<ImageTrust, double> score = options.Rule == SplitRule.Coverage ? i => i.Coverage : i => i.Trust;
        int count = Math.Max(1, (int)Math.Round(options.Portion * images.Length, MidpointRounding.AwayFromZero));
        HashSet<string> labelled = [.. images.OrderByDescending(score).Take(count).Select(i => i.Name)]; // a stable sort: ties stay in order of names
        int classes = images[0].PerClass.Count;
        for (int c = 0; c < classes; c++)
        {
            ImageTrust[] holders = [.. images.Where(i => i.PerClass[c] > 0)];
            int missing = options.ImagesPerClass - holders.Count(i => labelled.Contains(i.Name));
            if (missing > 0)
            {
                ImageTrust[] others = [.. holders.Where(i => !labelled.Contains(i.Name))];
                labelled.UnionWith(others.OrderByDescending(i => i.PerClass[c]).Take(missing).Select(i => i.Name));
            }
        }

        return labelled;
    }
}
