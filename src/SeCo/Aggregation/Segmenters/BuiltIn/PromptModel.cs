namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>Decides which cells belong to the object in a box: how objects lie in boxes, corrected by the colours of cells near by.</summary>
/// <remarks>
/// <para>The belief in each cell starts from its place in the box. In each round, the colours near a cell are compared with its own, once weighted
/// by the belief in them and once by the doubt; the ratio of the two densities joins the prior. A narrow kernel tells fine differences, a wide
/// one bridges texture. The constants were chosen by coordinate search on the things of CamVid's training images.</para>
/// <para>Keeps its matrices from prompt to prompt; not safe for use from several threads at once.</para>
/// </remarks>
/// <param name="boxScale">How many times larger than its object a box is expected to be, each side; 1 to 2.</param>
/// <param name="cells">The cells of most prompts, at most: room is made for so many at once.</param>
internal sealed class PromptModel(float boxScale, int cells)
{
    /// <summary>A cell believed more than this is part of the mask: below one half, since a mask is judged by intersection over union.</summary>
    public const float Threshold = 0.42f;

    // Log odds of a place in a tight box: high in the middle, even near a side, low in a corner, hopeless outside.
    private const float CentreOdds = 1.8f;
    private const float SideLoss = 1.65f;
    private const float SideReach = 0.35f; // of the box
    private const float OutsideOdds = -4f;

    // What each unit of box scale above 1 takes from all odds, and by how much it sharpens them.
    private const float ScaleLoss = 6.4f;
    private const float ScaleSharpness = 2.1f;

    // Boxes less than 3/10 as wide as high hold poles, which lean: only the middle is sure.
    private const float NarrowAspect = 0.3f;
    private const float NarrowOdds = 0.5f;

    // A point on the object adds to the odds of its neighbourhood.
    private const float PointOdds = 1.5f;
    private const float PointReach = 0.15f; // of the box's shorter side

    private const float FineSigma = 1.7f; // L*a*b* units; the wide kernel has four times as much
    private const float FineWeight = 1f;
    private const float WideWeight = 0.6f;
    private const float SpaceSigma = 0.55f; // of the box's shorter side
    private const float MinimumSpaceSigma = 2f; // pixels
    private const float Floor = 0.011f; // density of a colour never seen
    private const float CrossingWeight = 0.15f;
    private const int Rounds = 4;

    private readonly float _loss = ScaleLoss * (boxScale - 1);
    private readonly float _sharpness = 1 + (ScaleSharpness * (boxScale - 1));
    private float[] _near = []; // [N, N]: nearness times the other's area
    private float[] _fine = []; // [N, N]: the same, times likeness of colour
    private float[] _wide = [];
    private float[] _work = [];

    /// <summary>The belief in each cell, <c>[N]</c>, in [0, 1].</summary>
    public float[] Solve(PromptCells window, IReadOnlyList<ImagePoint> points)
    {
        int n = window.Count;
        FillKernels(window);
        float[] prior = window.Average((x, y) => PlaceOdds(window.Box, x, y));
        TensorPrimitives.MultiplyAdd(window.Crossing, CrossingWeight, prior, prior);
        foreach (ImagePoint point in points)
        {
            float reach = MathF.Max(1, PointReach * Math.Min(window.Box.Width, window.Box.Height));
            float[] hint = window.Average((x, y) => PointOdds * MathF.Exp(-(Square(x - point.X) + Square(y - point.Y)) / (2 * reach * reach)));
            TensorPrimitives.Add(prior, hint, prior);
        }

        float[] belief = new float[n];
        TensorPrimitives.Sigmoid(prior, belief);
        float[] near = RowSums(_near, n);
        float[] fine = RowSums(_fine, n);
        float[] wide = RowSums(_wide, n);
        float[] odds = new float[n];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < n; i++)
            {
                float inside = TensorPrimitives.Dot(_near.AsSpan(i * n, n), belief) + 1e-6f;
                float outside = near[i] - inside + 2e-6f;
                odds[i] = prior[i]
                    + (FineWeight * Ratio(_fine.AsSpan(i * n, n), fine[i], belief, inside, outside))
                    + (WideWeight * Ratio(_wide.AsSpan(i * n, n), wide[i], belief, inside, outside));
            }

            TensorPrimitives.Sigmoid(odds, belief);
        }

        return belief;
    }

    /// <summary>The logarithm of how much denser a cell's colour is in the object than around it.</summary>
    private static float Ratio(ReadOnlySpan<float> alike, float all, ReadOnlySpan<float> belief, float inside, float outside)
    {
        float alikeInside = TensorPrimitives.Dot(alike, belief);
        return MathF.Log(((alikeInside / inside) + Floor) / ((MathF.Max(0, all - alikeInside) / outside) + Floor));
    }

    private float PlaceOdds(Box box, float x, float y)
    {
        float u = (x + 0.5f - box.X0) / box.Width;
        float v = (y + 0.5f - box.Y0) / box.Height;
        if (u is < 0 or > 1 || v is < 0 or > 1)
        {
            return OutsideOdds;
        }

        float narrow = box.Width < NarrowAspect * box.Height ? NarrowOdds * (1 - (4 * MathF.Abs(u - 0.5f))) : 0;
        return (_sharpness * (CentreOdds - Loss(MathF.Min(u, 1 - u)) - Loss(MathF.Min(v, 1 - v)))) - _loss + narrow;

        static float Loss(float depth) => SideLoss * MathF.Max(0, 1 - (depth / SideReach));
    }

    private void FillKernels(PromptCells window)
    {
        int n = window.Count;
        if (_near.Length < n * n)
        {
            int room = Math.Max(n, cells);
            _near = new float[room * room];
            _fine = new float[room * room];
            _wide = new float[room * room];
            _work = new float[room];
        }

        float space = MathF.Max(MinimumSpaceSigma, SpaceSigma * Math.Min(window.Box.Width, window.Box.Height));
        float[] x = Scale(window.X, space);
        float[] y = Scale(window.Y, space);
        float[][] colours = Array.ConvertAll(window.Colours, colour => Scale(colour, 4 * FineSigma));
        Span<float> work = _work.AsSpan(0, n);
        for (int i = 0; i < n; i++)
        {
            Span<float> near = _near.AsSpan(i * n, n);
            Span<float> fine = _fine.AsSpan(i * n, n);
            Span<float> wide = _wide.AsSpan(i * n, n);
            near.Clear();
            SubtractSquare(x, i, work, near);
            SubtractSquare(y, i, work, near);
            TensorPrimitives.Exp(near, near);
            TensorPrimitives.Multiply(near, window.Area, near);
            wide.Clear();
            foreach (float[] colour in colours)
            {
                SubtractSquare(colour, i, work, wide);
            }

            TensorPrimitives.Exp(wide, wide);

            // A Gaussian to the 16th power is one of a quarter of the width.
            TensorPrimitives.Multiply(wide, wide, fine);
            TensorPrimitives.Multiply(fine, fine, fine);
            TensorPrimitives.Multiply(fine, fine, fine);
            TensorPrimitives.Multiply(fine, fine, fine);
            TensorPrimitives.Multiply(fine, near, fine);
            TensorPrimitives.Multiply(wide, near, wide);
        }
    }

    private static float[] Scale(float[] values, float sigma)
    {
        float[] scaled = new float[values.Length];
        TensorPrimitives.Divide(values, sigma * MathF.Sqrt(2), scaled);
        return scaled;
    }

    private static void SubtractSquare(float[] values, int i, Span<float> work, Span<float> row)
    {
        TensorPrimitives.Subtract(values, values[i], work);
        TensorPrimitives.Multiply(work, work, work);
        TensorPrimitives.Subtract(row, work, row);
    }

    private static float Square(double value) => (float)(value * value);

    private static float[] RowSums(float[] matrix, int n)
    {
        float[] sums = new float[n];
        for (int i = 0; i < n; i++)
        {
            sums[i] = TensorPrimitives.Sum(matrix.AsSpan(i * n, n));
        }

        return sums;
    }
}
