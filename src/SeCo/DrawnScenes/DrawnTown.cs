namespace SeCo.DrawnScenes;

/// <summary>Geometry, materials and colours of drawn streets.</summary>
public enum DrawnTown
{
    /// <summary>Grey asphalt, pale slabs, brick and plaster, green leaves, a low camera: what a model would be trained on.</summary>
    Home,

    /// <summary>Wider streets between higher houses under a covered sky, worn asphalt, darker and reddish paving, concrete, leaves of autumn,
    /// a higher camera.</summary>
    Abroad,
}
