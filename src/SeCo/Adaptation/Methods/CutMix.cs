using SeCo.Adaptation.Losses;

namespace SeCo.Adaptation.Methods;

/// <summary>Pastes boxes of partners' maps into maps: pixels, labels, confidences and padding marks alike. An empty box leaves its map as it is; the partner
/// of map i is the partner map i + shift, counted round. Source: Yun et al. 2019.</summary>
internal sealed class CutMix(IReadOnlyList<Box> boxes, int shift)
{
    private const double LeastArea = 0.02, MostArea = 0.4, LeastAspect = 0.3;
    private const int Tries = 1000;

    /// <summary>Draws a box: 2 % to 40 % of the crop, height to width 0.3 to 3.33, until one lies inside; an empty one where there is none.</summary>
    /// <remarks>Source: UniMatch's <c>obtain_cutmix_box</c>. In a crop so narrow that hardly a box fits, the last one tried is clipped.</remarks>
    public static Box Draw(Size2d size, double probability, RandomSource random)
    {
        if (!random.NextBool(probability))
        {
            return default;
        }

        double area = random.NextDouble(LeastArea, MostArea) * size.Height * size.Width;
        Box box = default;
        for (int i = 0; i < Tries; i++)
        {
            double aspect = random.NextDouble(LeastAspect, 1 / LeastAspect);
            int width = Math.Max(1, (int)Math.Sqrt(area / aspect)), height = Math.Max(1, (int)Math.Sqrt(area * aspect));
            int x = random.NextInt(size.Width), y = random.NextInt(size.Height);
            box = new Box(x, y, x + width, y + height);
            if (box.X1 <= size.Width && box.Y1 <= size.Height)
            {
                return box;
            }
        }

        return box.Clip(size.Width, size.Height);
    }

    /// <summary>Pastes the partners' boxes into <c>[N, …, H, W]</c>, which stays as it is, and may be its own partner. The result belongs to the open scope
    /// or the caller.</summary>
    public Tensor Apply(Tensor own, Tensor partners)
    {
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        int count = (int)own.Shape[0];
        if (boxes.Count != count || !own.Shape.SequenceEqual(partners.Shape))
        {
            throw new ArgumentException($"{own} needs as many boxes and partners of its shape; found {boxes.Count} boxes and {partners}.", nameof(partners));
        }

        Tensor mixed = own.Clone();
        for (int i = 0; i < count; i++)
        {
            Box box = boxes[i];
            if (!box.IsEmpty)
            {
                Part(mixed, i, box).CopyInPlace(Part(partners, (i + shift) % count, box));
            }
        }

        return scope.Keep(mixed);
    }

    /// <summary>Pastes the partners' boxes into labels and confidences: tensors of the open scope.</summary>
    public PseudoLabels Apply(PseudoLabels own, PseudoLabels partners) => new(
        Apply(own.Classes, partners.Classes),
        own.Confidences is null
            ? null
            : Apply(own.Confidences, partners.Confidences ?? throw new ArgumentException("The partners have no confidences.", nameof(partners))));

    private static Tensor Part(Tensor maps, int index, Box box) => maps.Narrow(0, index, 1).Narrow(-2, box.Y0, box.Height).Narrow(-1, box.X0, box.Width);
}
