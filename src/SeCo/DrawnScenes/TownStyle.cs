using System.Numerics;

namespace SeCo.DrawnScenes;

/// <summary>What the streets of a town have in common: sizes in metres, colours in [0, 1] before light and air.</summary>
internal sealed record TownStyle
{
    /// <summary>Round signs, the same everywhere.</summary>
    public static readonly Vector3[] Signs = [new(0.75f, 0.12f, 0.10f), new(0.12f, 0.25f, 0.60f)];

    private static readonly TownStyle Home = new()
    {
        Walls =
        [
            new(0.62f, 0.50f, 0.40f), new(0.70f, 0.65f, 0.55f), new(0.55f, 0.35f, 0.28f), new(0.60f, 0.60f, 0.62f), new(0.74f, 0.70f, 0.66f),
            new(0.45f, 0.42f, 0.40f),
        ],
        Leaves = [new(0.20f, 0.35f, 0.13f)],
        Asphalt = [new(0.34f, 0.34f, 0.36f)],
        Paving = [new(0.58f, 0.55f, 0.52f)],
        Paints =
        [
            new(0.72f, 0.10f, 0.10f), new(0.12f, 0.20f, 0.48f), new(0.82f, 0.82f, 0.80f), new(0.12f, 0.12f, 0.13f), new(0.50f, 0.52f, 0.54f),
            new(0.20f, 0.40f, 0.30f),
            new(0.80f, 0.60f, 0.15f),
        ],
    };

    private static readonly TownStyle Abroad = new()
    {
        CameraHeight = 1.9,
        Focal = 0.78,
        HorizonTop = 0.44,
        HalfRoad = 4.8,
        Pavement = 2.6,
        HouseHeight = 7,
        Green = 0.26,
        Bay = 1.25,
        Window = 0.6,
        Stone = 0.5,
        Walls =
        [
            new(0.66f, 0.68f, 0.72f), new(0.78f, 0.76f, 0.68f), new(0.50f, 0.52f, 0.56f), new(0.58f, 0.42f, 0.34f), new(0.66f, 0.58f, 0.46f),
            new(0.42f, 0.38f, 0.37f),
        ],
        Leaves = [new(0.22f, 0.33f, 0.12f), new(0.30f, 0.34f, 0.12f), new(0.38f, 0.31f, 0.11f)],
        Asphalt = [new(0.36f, 0.35f, 0.35f), new(0.42f, 0.41f, 0.40f)],
        Paving = [new(0.58f, 0.53f, 0.49f), new(0.54f, 0.45f, 0.40f)],
        Lawn = new(0.36f, 0.36f, 0.16f),
        FarGreen = new(0.36f, 0.32f, 0.20f),
        FarWalls = new(0.52f, 0.52f, 0.55f),
        Zenith = new(0.60f, 0.64f, 0.70f),
        Horizon = new(0.80f, 0.80f, 0.80f),
        Cloud = new(0.72f, 0.73f, 0.76f),
        Clouds = 0.75f,
        Paints =
        [
            new(0.82f, 0.82f, 0.80f), new(0.10f, 0.10f, 0.11f), new(0.42f, 0.44f, 0.46f), new(0.55f, 0.48f, 0.38f), new(0.16f, 0.30f, 0.50f),
            new(0.52f, 0.12f, 0.14f),
        ],
    };

    public double CameraHeight { get; init; } = 1.5;

    /// <summary>Focal length, in image widths.</summary>
    public double Focal { get; init; } = 0.85;

    /// <summary>Highest place of the horizon, in image heights from the top; the lowest is 0.08 below.</summary>
    public double HorizonTop { get; init; } = 0.40;

    /// <summary>Half of the narrowest road; the widest is four metres wider.</summary>
    public double HalfRoad { get; init; } = 4.2;

    /// <summary>The narrowest pavement; the widest is 2.3 m wider.</summary>
    public double Pavement { get; init; } = 2.2;

    /// <summary>The lowest house; the highest in the front row is 10 m higher.</summary>
    public double HouseHeight { get; init; } = 5;

    /// <summary>The share of green in the front row; twice as much in the row behind.</summary>
    public double Green { get; init; } = 0.22;

    /// <summary>Width of a bay, as a multiple of 2 to 3.4 m.</summary>
    public double Bay { get; init; } = 1;

    /// <summary>Width of a window, in bays.</summary>
    public double Window { get; init; } = 0.44;

    /// <summary>Side of a paving stone.</summary>
    public double Stone { get; init; } = 0.8;

    public required Vector3[] Walls { get; init; }

    /// <summary>Trees and hedges.</summary>
    public required Vector3[] Leaves { get; init; }

    public required Vector3[] Asphalt { get; init; }

    public required Vector3[] Paving { get; init; }

    /// <summary>Cars, coats and bicycles.</summary>
    public required Vector3[] Paints { get; init; }

    public Vector3 Lawn { get; init; } = new(0.26f, 0.36f, 0.16f);

    /// <summary>Trees at the end of the street.</summary>
    public Vector3 FarGreen { get; init; } = new(0.24f, 0.34f, 0.20f);

    /// <summary>Houses at the end of the street.</summary>
    public Vector3 FarWalls { get; init; } = new(0.48f, 0.46f, 0.46f);

    /// <summary>The clear sky above.</summary>
    public Vector3 Zenith { get; init; } = new(0.42f, 0.60f, 0.86f);

    /// <summary>The clear sky at the horizon.</summary>
    public Vector3 Horizon { get; init; } = new(0.80f, 0.86f, 0.92f);

    public Vector3 Cloud { get; init; } = new(0.92f, 0.92f, 0.93f);

    /// <summary>About the share of the sky that clouds cover.</summary>
    public float Clouds { get; init; } = 0.5f;

    /// <summary>The style of a town.</summary>
    public static TownStyle Of(DrawnTown town) => town == DrawnTown.Home ? Home : Abroad;

    /// <summary>One of several, each as often.</summary>
    public static Vector3 OneOf(Vector3[] colors, RandomSource random) => colors[random.NextInt(colors.Length)];
}
