using System.Numerics;

namespace SeCo.Adaptation.Views;

/// <summary>Changes the colours of pixels, each by itself.</summary>
internal interface IColorOperation
{
    /// <summary>Changes one vector of pixels.</summary>
    /// <param name="red">Levels 0 to 255, before and after.</param>
    /// <param name="green">The same of green.</param>
    /// <param name="blue">The same of blue.</param>
    void Apply(ref Vector<int> red, ref Vector<int> green, ref Vector<int> blue);
}
