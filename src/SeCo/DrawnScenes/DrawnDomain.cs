namespace SeCo.DrawnScenes;

/// <summary>Light, air and camera of drawn scenes.</summary>
public enum DrawnDomain
{
    /// <summary>Sunny and clear, a good camera: what a model would be trained on.</summary>
    Day,

    /// <summary>Low light with a blue cast and a noisy camera.</summary>
    Dusk,

    /// <summary>Haze that swallows what is far, little contrast.</summary>
    Haze,

    /// <summary>Uneven light that fails from scene to scene: patches of shadow, blue, and of light, yellow, with soft borders;
    /// a sky that still glows, some haze and a noisy camera.</summary>
    Evening,
}
