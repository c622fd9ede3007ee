using System.Numerics.Tensors;
using SeCo.Imaging;

namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>Decides which cells belong to the object in a box: how objects lie in boxes, corrected by colours of cells near by.</summary>
/// <remarks>
/// The belief in each cell starts from its place in the box. In each round, colours near the cell are compared with its own, weighted once by
/// the belief in them and once by the doubt; the ratio of both densities joins the prior.
/// </remarks>
internal static class PromptModel
{
    /// <summary>A cell believed more than this is part of the mask: below one half, since the measure of a mask is its intersection over union.</summary>
    public const float Threshold = 0.45f;

    // Log odds of a place: high in the middle, even near a side, low in a corner, hopeless outside.
    private const float CentreOdds = 2.4f;
    private const float SideLoss = 2.2f;
    private const float SideReach = 0.35f; // of the box
    private const float OutsideOdds = -5f;
    private const float PriorWeight = 0.75f;

    private const float ColourSigma = 2.2f; // L*a*b* units
    private const float SpaceSigma = 0.55f; // of the box's shorter side
    private const float MinimumSpaceSigma = 2f; // pixels
    private const float Floor = 0.008f; // density of a colour never seen
    private const int Rounds = 4;

    /// <summary>The belief in each cell, <c>[N]</c>, in [0, 1].</summary>
    public static float[] Solve(PromptCells cells)
    {
        int n = cells.Count;
        float[] prior = cells.Average((x, y) => PlaceOdds(cells.Box, x, y));
        TensorPrimitives.Multiply(prior, PriorWeight, prior);
        float[] belief = new float[n];
        TensorPrimitives.Sigmoid(prior, belief);
        (float[] near, float[] alike) = Kernels(cells);
        float[] allNear = RowSums(near, n);
        float[] allAlike = RowSums(alike, n);
        float[] odds = new float[n];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < n; i++)
            {
                float inNear = TensorPrimitives.Dot(near.AsSpan(i * n, n), belief);
                float inAlike = TensorPrimitives.Dot(alike.AsSpan(i * n, n), belief);
                float inside = inAlike / (inNear + 1e-6f);
                float outside = (allAlike[i] - inAlike) / (allNear[i] - inNear + 1e-6f);
                odds[i] = prior[i] + MathF.Log((inside + Floor) / (MathF.Max(0, outside) + Floor));
            }

            TensorPrimitives.Sigmoid(odds, belief);
        }

        return belief;
    }

    private static float PlaceOdds(Box box, float x, float y)
    {
        float u = (x + 0.5f - box.X0) / box.Width;
        float v = (y + 0.5f - box.Y0) / box.Height;
        return u is < 0 or > 1 || v is < 0 or > 1
            ? OutsideOdds
            : CentreOdds - Loss(MathF.Min(u, 1 - u)) - Loss(MathF.Min(v, 1 - v));

        static float Loss(float depth) => SideLoss * MathF.Max(0, 1 - (depth / SideReach));
    }

    /// <summary>Between all pairs of cells, <c>[N, N]</c>: nearness, and nearness times likeness of colour, both times the other's area.</summary>
    private static (float[] Near, float[] Alike) Kernels(PromptCells cells)
    {
        int n = cells.Count;
        float sigma = MathF.Max(MinimumSpaceSigma, SpaceSigma * Math.Min(cells.Box.Width, cells.Box.Height));
        float[] x = Scale(cells.X, sigma);
        float[] y = Scale(cells.Y, sigma);
        float[] lightness = Scale(cells.Lightness, ColourSigma);
        float[] greenRed = Scale(cells.GreenRed, ColourSigma);
        float[] blueYellow = Scale(cells.BlueYellow, ColourSigma);
        float[] near = new float[n * n];
        float[] alike = new float[n * n];
        float[] work = new float[n];
        for (int i = 0; i < n; i++)
        {
            Span<float> nearRow = near.AsSpan(i * n, n);
            Span<float> alikeRow = alike.AsSpan(i * n, n);
            SubtractSquare(x, i, work, nearRow);
            SubtractSquare(y, i, work, nearRow);
            SubtractSquare(lightness, i, work, alikeRow);
            SubtractSquare(greenRed, i, work, alikeRow);
            SubtractSquare(blueYellow, i, work, alikeRow);
            TensorPrimitives.Exp(nearRow, nearRow);
            TensorPrimitives.Exp(alikeRow, alikeRow);
            TensorPrimitives.Multiply(nearRow, cells.Area, nearRow);
            TensorPrimitives.Multiply(alikeRow, nearRow, alikeRow);
        }

        return (near, alike);
    }

    private static float[] Scale(float[] values, float sigma)
    {
        float[] scaled = new float[values.Length];
        TensorPrimitives.Divide(values, sigma * MathF.Sqrt(2), scaled);
        return scaled;
    }

    private static void SubtractSquare(float[] values, int i, float[] work, Span<float> row)
    {
        TensorPrimitives.Subtract(values, values[i], work);
        TensorPrimitives.Multiply(work, work, work);
        TensorPrimitives.Subtract(row, work, row);
    }

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
