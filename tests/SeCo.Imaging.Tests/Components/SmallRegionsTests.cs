using FsCheck.Xunit;
using SeCo.Imaging.Components;
using SeCo.Imaging.Rle;
using Xunit;

namespace SeCo.Imaging.Tests.Components;

public sealed class SmallRegionsTests
{
    [Fact]
    public void A_hole_is_filled_and_so_is_a_small_corner_of_background()
    {
        RunLengthMask mask = Draw("###.", "#.##", "####");
        Assert.Equal(Text(Draw("####", "####", "####")), Text(SmallRegions.FillHoles(mask, 2)));
        Assert.Same(mask, SmallRegions.FillHoles(mask, 1));
    }

    [Fact]
    public void Diagonal_neighbours_are_one_piece()
    {
        RunLengthMask mask = Draw("#...", ".#..", "...#");
        Assert.Equal(Text(Draw("#...", ".#..", "....")), Text(SmallRegions.RemoveIslands(mask, 2)));
    }

    [Fact]
    public void The_largest_island_stays_where_all_are_small()
    {
        Assert.Equal(Text(Draw("...##", ".....")), Text(SmallRegions.RemoveIslands(Draw("#..##", "....."), 100)));
        RunLengthMask empty = Draw("....", "....");
        Assert.Same(empty, SmallRegions.RemoveIslands(empty, 100));
    }

    [Property(MaxTest = 300)]
    public void Pieces_are_those_of_a_flood_fill(byte width, byte height, byte minimumArea, int seed)
    {
        BinaryMask dense = Noise((width % 40) + 1, (height % 40) + 1, seed);
        RunLengthMask mask = RunLengthMask.FromMask(dense);
        int area = minimumArea % 32;
        byte[] islands = Keep(dense, 1, area), holes = Keep(dense, 0, area);
        Assert.Equal(Array.ConvertAll(holes, h => (byte)(1 - h)), SmallRegions.FillHoles(mask, area).ToMask().Pixels.ToArray());
        if (islands.Contains((byte)1))
        {
            Assert.Equal(islands, SmallRegions.RemoveIslands(mask, area).ToMask().Pixels.ToArray());
        }
    }

    /// <summary>1 where a pixel of the value belongs to a piece of at least the area.</summary>
    private static byte[] Keep(BinaryMask mask, byte value, int area)
    {
        byte[] kept = new byte[mask.Pixels.Length];
        bool[] seen = new bool[kept.Length];
        for (int start = 0; start < kept.Length; start++)
        {
            if (seen[start] || mask.Pixels[start] != value)
            {
                continue;
            }

            List<int> piece = [start];
            seen[start] = true;
            for (int next = 0; next < piece.Count; next++)
            {
                (int y, int x) = Math.DivRem(piece[next], mask.Width);
                for (int i = 0; i < 9; i++)
                {
                    int nx = x + (i % 3) - 1, ny = y + (i / 3) - 1, place = (ny * mask.Width) + nx;
                    if (nx >= 0 && ny >= 0 && nx < mask.Width && ny < mask.Height && !seen[place] && mask.Pixels[place] == value)
                    {
                        seen[place] = true;
                        piece.Add(place);
                    }
                }
            }

            foreach (int place in piece.Count >= area ? piece : [])
            {
                kept[place] = 1;
            }
        }

        return kept;
    }

    private static BinaryMask Noise(int width, int height, int seed)
    {
        Random random = new(seed);
        double share = random.NextDouble();
        BinaryMask mask = new(width, height);
        foreach (ref byte pixel in mask.Pixels)
        {
            pixel = random.NextDouble() < share ? (byte)1 : (byte)0;
        }

        return mask;
    }

    private static RunLengthMask Draw(params string[] rows) =>
        RunLengthMask.FromMask(new BinaryMask(rows[0].Length, rows.Length, [.. string.Concat(rows).Select(c => c == '#' ? (byte)1 : (byte)0)]));

    private static string Text(RunLengthMask mask) => string.Join(' ', mask.Counts.ToArray());
}
