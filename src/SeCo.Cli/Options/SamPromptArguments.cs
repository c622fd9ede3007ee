using SeCo.Checkpoints;

namespace SeCo.Cli;

/// <summary>Prompts as the command line has them.</summary>
internal static class SamPromptArguments
{
    /// <summary>The prompts of a call: one for each box; or one of all points, with the box and the mask where there are some.</summary>
    /// <exception cref="UsageException">A text is malformed, or the parts do not go together.</exception>
    public static IReadOnlyList<SamPrompt> Read(string[] boxes, string[] points, string? maskInput)
    {
        ImageBox[] corners = [.. boxes.Select(Box)];
        (ImagePoint Place, PointLabel Label)[] marks = [.. points.Select(Point)];
        if (corners.Length == 0 && marks.Length == 0 && maskInput is null)
        {
            throw new UsageException(
                "There is no prompt: give --box x0,y0,x1,y1, --point x,y,1 or --mask-input FILE. For all masks of an image there is `seco sam generate`.");
        }

        if (corners.Length > 1 && (marks.Length > 0 || maskInput is not null))
        {
            throw new UsageException(
                $"{corners.Length} boxes are {corners.Length} prompts, and nothing says which of them "
                + $"{(marks.Length > 0 ? "the points belong" : "the mask belongs")} to. "
                + "Give several boxes alone, or one box with its points and mask in each call.");
        }

        ReadOnlyMemory<float> mask = maskInput is null ? default : ReadMask(maskInput);
        return corners.Length > 1
            ? [.. corners.Select(box => new SamPrompt { Box = box })]
            :
            [
                new SamPrompt
                {
                    Box = corners.Length == 1 ? corners[0] : null, Points = [.. marks.Select(m => m.Place)], Labels = [.. marks.Select(m => m.Label)],
                    Mask = mask,
                },
            ];
    }

    private static ImageBox Box(string text)
    {
        double[] numbers = Numbers(text, 4, "--box", "x0,y0,x1,y1, as in --box 12,40,80,95");
        return numbers[2] > numbers[0] && numbers[3] > numbers[1]
            ? new ImageBox(numbers[0], numbers[1], numbers[2], numbers[3])
            : throw new UsageException($"--box {text}: expected x0 < x1 and y0 < y1, in pixels from the top-left corner.");
    }

    private static (ImagePoint Place, PointLabel Label) Point(string text)
    {
        double[] numbers = Numbers(text, 3, "--point", "x,y,1 for a point on the thing or x,y,0 for one beside it, as in --point 46,60,1");
        return numbers[2] is 0 or 1
            ? (new ImagePoint(numbers[0], numbers[1]), (PointLabel)(int)numbers[2])
            : throw new UsageException(
                $"--point {text}: the label is {numbers[2].ToString(CultureInfo.InvariantCulture)}, expected 1 (on the thing) or 0 (beside it).");
    }

    private static double[] Numbers(string text, int count, string option, string expected)
    {
        string[] parts = text.Split(',');
        double[] numbers = new double[count];
        bool good = parts.Length == count;
        for (int i = 0; good && i < count; i++)
        {
            good = double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) && double.IsFinite(numbers[i]);
        }

        return good ? numbers : throw new UsageException($"{option} {text}: expected {expected}.");
    }

    // The model checks the number of values, which depends on it.
    private static ReadOnlyMemory<float> ReadMask(string path) => NpyFile.Read(path).ToSingles();
}
