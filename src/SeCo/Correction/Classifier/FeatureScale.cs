using System.Numerics.Tensors;

namespace SeCo.Correction.Classifier;

/// <summary>Mean and deviation of each feature, so that all features weigh alike at the start of training.</summary>
internal sealed class FeatureScale
{
    private const float Limit = 8;
    private readonly float[] _mean;
    private readonly float[] _inverse;

    private FeatureScale(float[] mean, float[] inverse)
    {
        _mean = mean;
        _inverse = inverse;
    }

    /// <summary>Measures the given rows, in one pass.</summary>
    public static FeatureScale Of(FeatureStore store, ReadOnlySpan<int> rows)
    {
        double[] sum = new double[store.Length], squares = new double[store.Length], wide = new double[store.Length];
        float[] row = new float[store.Length];
        foreach (int index in rows)
        {
            store.Read(index, row);
            TensorPrimitives.ConvertChecked<float, double>(row, wide);
            TensorPrimitives.Add(sum, wide, sum);
            TensorPrimitives.MultiplyAdd(wide, wide, squares, squares);
        }

        float[] mean = new float[store.Length], inverse = new float[store.Length];
        for (int i = 0; i < mean.Length; i++)
        {
            double average = sum[i] / Math.Max(1, rows.Length);
            double deviation = Math.Sqrt(Math.Max(0, (squares[i] / Math.Max(1, rows.Length)) - (average * average)));
            mean[i] = (float)average;
            inverse[i] = deviation > 1e-6 ? (float)(1 / deviation) : 0;
        }

        return new FeatureScale(mean, inverse);
    }

    /// <summary>Scales one row; values far out are cut so that one odd region cannot pull a small class.</summary>
    public void Apply(Span<float> row)
    {
        TensorPrimitives.Subtract(row, _mean, row);
        TensorPrimitives.Multiply(row, _inverse, row);
        TensorPrimitives.Max(row, -Limit, row);
        TensorPrimitives.Min(row, Limit, row);
    }
}
