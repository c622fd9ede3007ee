namespace SeCo.DrawnScenes;

/// <summary>Smooth random texture: values on a lattice, hashed from the position and interpolated.</summary>
/// <param name="seed">Chooses one texture of many.</param>
internal readonly struct ValueNoise(ulong seed)
{
    /// <summary>A value in [0, 1) that belongs to a cell of the lattice.</summary>
    public float Cell(int x, int y)
    {
        ulong h = seed ^ ((ulong)(uint)x * 0x9E3779B97F4A7C15) ^ ((ulong)(uint)y * 0xC2B2AE3D27D4EB4F);
        h = (h ^ (h >> 32)) * 0xD6E8FEB86659FD93;
        h = (h ^ (h >> 29)) * 0xD6E8FEB86659FD93;
        return (h >> 40) * (1f / (1 << 24));
    }

    /// <summary>A value in [0, 1], smooth between the cells.</summary>
    public float Smooth(double x, double y)
    {
        double floorX = Math.Floor(x);
        double floorY = Math.Floor(y);
        int cellX = (int)floorX;
        int cellY = (int)floorY;
        float u = Ease((float)(x - floorX));
        float v = Ease((float)(y - floorY));
        float top = Mix(Cell(cellX, cellY), Cell(cellX + 1, cellY), u);
        float bottom = Mix(Cell(cellX, cellY + 1), Cell(cellX + 1, cellY + 1), u);
        return Mix(top, bottom, v);
    }

    /// <summary>Two octaves, in [0, 1]: rough as well as smooth.</summary>
    public float Rough(double x, double y) => (0.65f * Smooth(x, y)) + (0.35f * Smooth((x * 2.7) + 11.3, (y * 2.7) - 7.1));

    private static float Ease(float t) => t * t * (3 - (2 * t));

    private static float Mix(float a, float b, float t) => a + ((b - a) * t);
}
