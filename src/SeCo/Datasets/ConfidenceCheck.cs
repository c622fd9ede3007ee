namespace SeCo.Datasets;

/// <summary>Looks at confidences: the largest of K probabilities is at least 1/K, so that another scale shows.</summary>
internal static class ConfidenceCheck
{
    private const int ByteStep = 257;

    // A model of more classes than the set may be below 1/K, but hardly often, and hardly everywhere far from sure.
    private const double OddShare = 0.01, SomeShare = 0.001, HighestUnsure = 0.4;

    /// <summary>Looks at the confidences of images; those that cannot be read are passed over, since their readers say so.</summary>
    /// <returns>What makes them unusable, or what is odd; null where neither is found.</returns>
    public static (string? Fault, string? Suspicion) Look(IReadOnlyList<ImageEntry> entries, ClassSet classes, CancellationToken cancellationToken)
    {
        if (classes.Count == 1)
        {
            return (null, null);
        }

        double least = ((double)ConfidenceMap.Scale / classes.Count) - ByteStep; // 8 bits may round down
        ImageEntry[] given = [.. entries.Where(e => e.ConfidencePath is not null)];
        Findings[] found = new Findings[given.Length];
        Parallel.For(0, given.Length, new ParallelOptions { CancellationToken = cancellationToken }, i => found[i] = Of(given[i], least));
        long pixels = found.Sum(f => f.Pixels), below = found.Sum(f => f.Below);
        int greatest = found.Select(f => f.Greatest).DefaultIfEmpty().Max();
        double share = pixels == 0 ? 0 : (double)below / pixels;
        bool isUnsure = greatest <= HighestUnsure * ConfidenceMap.Scale;
        if (pixels == 0 || (share <= OddShare && !isUnsure))
        {
            return (null, null);
        }

        Findings worst = share > SomeShare ? found.MaxBy(f => f.Pixels == 0 ? -1 : (double)f.Below / f.Pixels) : found.MaxBy(f => f.Greatest);
        bool isByte = Array.TrueForAll(found, f => f.AreBytes);
        int scale = isByte ? ByteStep : 1;
        string percent = (100 * share).ToString("0.#", CultureInfo.InvariantCulture);
        string what = share > SomeShare
            ? $"{percent} % of all pixels lie below 1/{classes.Count}, which the largest of {classes.Count} probabilities never does"
            : "no other file has greater ones, as if the model were sure nowhere";
        string text = $"{worst.Path}: values reach {worst.Greatest / scale} of {ConfidenceMap.Scale / scale}, and {what}. {Cause(greatest / scale, isByte)} "
            + "Save the probability of the predicted class, with 255 in 8 bits or 65535 in 16 bits for 1.";
        bool isOtherScale = (greatest / scale) is 1 or 100 || (!isByte && greatest is byte.MaxValue or 1000 or 10000); // what stands for 1 there
        return greatest < least || isOtherScale || (isUnsure && share > SomeShare)
            ? (text, null)
            : (null, $"{text} A model of more classes than '{classes.Name}' may have some such values.");
    }

    private static string Cause(int greatest, bool isByte) => (greatest, isByte) switch
    {
        (0, _) => "All values are 0.",
        (1, _) => "They are 0 and 1: probabilities that were cast to whole numbers.",
        ( <= 100, _) => "They look like percent.",
        ( <= byte.MaxValue, false) => "They look like 8-bit values in a 16-bit file.",
        ( <= 10000, false) => "They look like thousandths, or ten-thousandths.",
        _ => "They may be something else: an uncertainty, an entropy, a logit, or 0 where nothing was predicted.",
    };

    private static Findings Of(ImageEntry entry, double least)
    {
        try
        {
            ConfidenceMap confidence = ConfidencePng.Read(entry.ConfidencePath!);
            LabelMap? labels = entry.PredictionPath is null ? null : LabelPng.Read(entry.PredictionPath);
            ReadOnlySpan<byte> ids = labels is not null && (labels.Width, labels.Height) == (confidence.Width, confidence.Height) ? labels.Pixels : [];
            (long pixels, long below, int greatest, bool areBytes) = (0, 0, 0, true);
            ReadOnlySpan<ushort> values = confidence.Pixels;
            for (int i = 0; i < values.Length; i++)
            {
                if (ids.IsEmpty || ids[i] != LabelMap.Ignore)
                {
                    pixels++;
                    below += values[i] < least ? 1 : 0;
                    greatest = Math.Max(greatest, values[i]);
                    areBytes &= values[i] % ByteStep == 0;
                }
            }

            return new(entry.ConfidencePath!, pixels, below, greatest, areBytes);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new(entry.ConfidencePath!, 0, 0, 0, true);
        }
    }

    private readonly record struct Findings(string Path, long Pixels, long Below, int Greatest, bool AreBytes);
}
