using SeCo.Checkpoints;
using SeCo.Correction.Classifier;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Correction.Classifier;

public sealed class FeatureStoreTests
{
    [Fact]
    public void Rows_are_those_of_the_files_in_their_order()
    {
        using TempFolder folder = new();
        NpyFile.Write<float>(folder["a.npy"], new float[] { 1, 2, 3, 4 }, 2, 2);
        NpyFile.Write<float>(folder["b.npy"], new float[] { 5, 6 }, 1, 2);

        using FeatureStore store = FeatureStore.Load([folder["a.npy"], folder["b.npy"]], 3, folder["scratch"]);

        Assert.Equal([[1, 2], [3, 4], [5, 6]], Enumerable.Range(0, 3).Select(row => Row(store, row)));
        Assert.False(File.Exists(folder["scratch"])); // so few need no file
    }

    [Fact]
    public void A_file_with_another_number_of_features_is_named()
    {
        using TempFolder folder = new();
        NpyFile.Write<float>(folder["a.npy"], new float[] { 1, 2 }, 1, 2);
        NpyFile.Write<float>(folder["b.npy"], new float[] { 1, 2, 3 }, 1, 3);

        IOException wrong = Assert.Throws<IOException>(() => FeatureStore.Load([folder["a.npy"], folder["b.npy"]], 2, folder["scratch"]));

        Assert.Contains("b.npy: has the shape [1, 3], expected [regions, 2]", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "b.npy: has the shape [2, 2], expected [regions, 2], and at most 0 regions")]
    [InlineData(4, "b.npy: the files up to this one describe 3 regions, expected 4")]
    public void Files_of_more_or_fewer_regions_than_there_are_are_refused(int rows, string says)
    {
        using TempFolder folder = new();
        NpyFile.Write<float>(folder["a.npy"], new float[] { 1, 2 }, 1, 2);
        NpyFile.Write<float>(folder["b.npy"], new float[] { 3, 4, 5, 6 }, 2, 2);
        foreach (long inMemory in new[] { 0, long.MaxValue })
        {
            string message = Assert.Throws<IOException>(() => Load(rows, inMemory)).Message;
            Assert.Contains(says, message, StringComparison.Ordinal);
        }

        using FeatureStore store = Load(3, inMemory: 0);
        Assert.Equal([[1, 2], [3, 4], [5, 6]], Enumerable.Range(0, 3).Select(row => Row(store, row)));

        FeatureStore Load(int rows, long inMemory) => FeatureStore.Load([folder["a.npy"], folder["b.npy"]], rows, folder["scratch"], inMemory);
    }

    [Fact]
    public void Scaled_features_have_mean_0_and_deviation_1_where_they_differ_and_odd_values_are_cut()
    {
        using TempFolder folder = new();
        NpyFile.Write<float>(folder["a.npy"], new float[] { 1, 7, 3, 7, 1000, 7 }, 3, 2);
        using FeatureStore store = FeatureStore.Load([folder["a.npy"]], 3, folder["scratch"]);
        FeatureScale scale = new(store, [0, 1]);
        float[][] rows = [.. Enumerable.Range(0, 3).Select(row => Row(store, row))];

        foreach (float[] row in rows)
        {
            scale.Apply(row);
        }

        Assert.Equal([[-1, 0], [1, 0], [8, 0]], rows);
    }

    private static float[] Row(FeatureStore store, int row)
    {
        float[] values = new float[store.Length];
        store.Read(row, values);
        return values;
    }
}
